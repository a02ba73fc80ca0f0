package upkeep.notify;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import upkeep.host.TrustAnchors;
import upkeep.host.UnreadableException;

/** Which certificates of servers are good. Safe for use by many threads. */
final class Trust {

    private final TrustAnchors anchors;

    Trust(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** TLS with servers whose certificates this machine trusts; names are for its user to check. */
    SSLContext checked() {
        return context(new Checked(anchors));
    }

    /** TLS with whoever is there. */
    static SSLContext unchecked() {
        return context(new Unchecked());
    }

    private static SSLContext context(TrustManager manager) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has TLS", impossible);
        }
    }

    /** Asks for the anchors at each connection, as they may have changed. */
    private static final class Checked extends X509ExtendedTrustManager {
        private final TrustAnchors anchors;

        Checked(TrustAnchors anchors) {
            this.anchors = anchors;
        }

        private X509ExtendedTrustManager now() throws CertificateException {
            try {
                return anchors.manager();
            } catch (UnreadableException unreadable) {
                throw new CertificateException(unreadable.text(), unreadable);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            now().checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            now().checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            now().checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("upkeep is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("upkeep is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("upkeep is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** What {@code verify: no} asks for. One that is not extended would be wrapped by the runtime, which checks names. */
    private static final class Unchecked extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
