package upkeep.probe.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;

/** A server of SSH up to the key exchange, with an Ed25519 host key of its own. */
final class SshServer {

    private static final String VERSION = "SSH-2.0-test";

    private final KeyPair hostKeys;
    private final byte[] blob;
    private SshAlgorithms offer = new SshAlgorithms(
            List.of("sntrup761x25519-sha512", "curve25519-sha256"),
            List.of("ssh-ed25519"),
            List.of("aes256-ctr"),
            List.of("hmac-sha2-512"));
    private boolean lies;

    SshServer() throws GeneralSecurityException {
        hostKeys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        EdECPublicKey key = (EdECPublicKey) hostKeys.getPublic();
        byte[] point = Arrays.copyOf(SshHostKey.reversed(key.getPoint().getY().toByteArray()), 32);
        point[31] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
        blob = new SshData.Writer().text("ssh-ed25519").string(point).bytes();
    }

    String fingerprint() throws GeneralSecurityException {
        return SshHostKey.of(blob).fingerprint();
    }

    void offers(SshAlgorithms other) {
        offer = other;
    }

    /** Signs something else, as one would who has not the key. */
    void lie() {
        lies = true;
    }

    void serve(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("Authorised use only.\r\n" + VERSION + "\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] ourOffer = offer.message(new byte[16]);
        // A message to be passed over stands before it.
        send(out, new SshData.Writer().octet(2).text("ignored").bytes());
        send(out, ourOffer);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        String theirVersion = line(in);
        byte[] theirOffer = packet(in);
        byte[] next = packet(in);
        if (next[0] == 30) {
            SshData init = new SshData(next);
            init.skip(1);
            try {
                send(out, answer(theirVersion, theirOffer, ourOffer, init.string()));
            } catch (GeneralSecurityException failed) {
                throw new IOException(failed);
            }
            packet(in);
        }
    }

    /** The server's side of RFC 8731: halves are swapped, and so are the first four texts. */
    private byte[] answer(String theirVersion, byte[] theirOffer, byte[] ourOffer, byte[] theirHalf)
            throws GeneralSecurityException {
        SshExchange mirrored = new SshExchange(VERSION, theirVersion, ourOffer, theirOffer, SshExchange.newKeys());
        byte[] said = new SshData.Writer()
                .text(theirVersion)
                .text(VERSION)
                .string(theirOffer)
                .string(ourOffer)
                .string(blob)
                .string(theirHalf)
                .string(mirrored.ourHalf())
                .number(mirrored.secret(theirHalf))
                .bytes();
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(hostKeys.getPrivate());
        signer.update(lies ? said : MessageDigest.getInstance("SHA-256").digest(said));
        byte[] signature =
                new SshData.Writer().text("ssh-ed25519").string(signer.sign()).bytes();
        return new SshData.Writer()
                .octet(31)
                .string(blob)
                .string(mirrored.ourHalf())
                .string(signature)
                .bytes();
    }

    static void send(OutputStream out, byte[] payload) throws IOException {
        int padding = 16 - (5 + payload.length) % 8;
        out.write(new SshData.Writer()
                .whole(1 + payload.length + padding)
                .octet(padding)
                .raw(payload)
                .raw(new byte[padding])
                .bytes());
        out.flush();
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] packet = in.readNBytes(in.readInt());
        return Arrays.copyOfRange(packet, 1, packet.length - packet[0]);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).strip();
    }
}
