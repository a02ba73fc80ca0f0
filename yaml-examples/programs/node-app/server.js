// A small web app to try upkeep on. GET /healthz and /ready tell how it is; POST changes that:
// /fail and /recover, /busy and /idle for readiness, /hang (answers nothing any more), /crash (ends).
'use strict';

const http = require('node:http');

function port() {
  const at = process.argv.indexOf('--port');
  const text = at < 0 ? process.env.PORT || '3001' : process.argv[at + 1];
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    console.error(`cannot listen: ${text} is no port`);
    process.exit(2);
  }
  return number;
}

const state = { healthy: true, ready: true };

const posts = {
  '/fail': () => { state.healthy = false; },
  '/recover': () => { state.healthy = true; },
  '/busy': () => { state.ready = false; },
  '/idle': () => { state.ready = true; },
};

// The answer goes out first; what follows would keep it from being sent.
const endings = {
  '/hang': () => { for (;;); },
  '/crash': () => process.exit(1),
};

function answer(response, status, text, then) {
  response.writeHead(status, { 'Content-Type': 'text/plain' });
  response.end(text + '\n', then);
}

const server = http.createServer((request, response) => {
  const path = request.url.split('?')[0];
  request.resume();
  if (request.method === 'GET' && path === '/healthz') {
    answer(response, state.healthy ? 200 : 500, state.healthy ? 'ok' : 'failing');
  } else if (request.method === 'GET' && path === '/ready') {
    answer(response, state.ready ? 200 : 503, state.ready ? 'ready' : 'busy');
  } else if (request.method === 'GET' && path === '/') {
    answer(response, 200, process.env.GREETING || 'hello');
  } else if (request.method === 'POST' && Object.hasOwn(posts, path)) {
    posts[path]();
    answer(response, 200, 'done');
  } else if (request.method === 'POST' && Object.hasOwn(endings, path)) {
    answer(response, 200, 'as you wish', () => setTimeout(endings[path], 50));
  } else {
    answer(response, 404, 'not found');
  }
});

server.on('error', (error) => {
  console.error(`cannot listen: ${error.message}`);
  process.exit(1);
});
server.listen(port(), '127.0.0.1', () => console.log(`listening on ${server.address().port}`));

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
