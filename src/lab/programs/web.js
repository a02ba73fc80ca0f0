// A web server on Node: what lab tests have run under hardening. Arguments: the port, on the loopback interface, and a file.
// Any page counts the requests in that file, and answers with the count.
const fs = require("fs");
const http = require("http");

let asked = 0;
http
  .createServer((request, response) => {
    asked++;
    fs.writeFileSync(process.argv[3], String(asked));
    response.end(fs.readFileSync(process.argv[3]) + "\n");
  })
  .listen(Number(process.argv[2]), "127.0.0.1");
