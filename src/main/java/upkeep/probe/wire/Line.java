package upkeep.probe.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** The two directions of an open connection. */
public record Line(Wire in, OutputStream out) {

    static Line of(Socket socket) throws IOException {
        return new Line(new Wire(socket.getInputStream()), socket.getOutputStream());
    }
}
