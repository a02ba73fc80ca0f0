package upkeep.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** The two directions of an open connection. */
record Line(Wire in, OutputStream out) {

    static Line of(Socket socket, Deadline deadline) throws IOException {
        return new Line(new Wire(socket, deadline), socket.getOutputStream());
    }
}
