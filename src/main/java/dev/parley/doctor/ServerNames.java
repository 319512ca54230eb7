package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names in a server's certificate and the one the client wanted (RFC 6125). */
final class ServerNames {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private ServerNames() {}

    /** The names in the server's certificate where the wanted one is not among them; nothing where it is, or cannot be told. */
    static Optional<List<String>> another(CaseView session, ModemSocket socket, TlsConversation tls) {
        String wanted = wanted(socket, tls);
        List<String> names = Facts.handshake(tls, Direction.RX, HandshakeType.CERTIFICATE)
                .map(message -> Facts.certificates(tls, message))
                .filter(chain -> !chain.isEmpty())
                .map(chain -> names(chain.getFirst()))
                .orElse(List.of());
        boolean told = !names.isEmpty() && !wanted.isEmpty();
        return told && names.stream().noneMatch(name -> matches(name, wanted)) ? Optional.of(names) : Optional.empty();
    }

    /** What the client asked for: the server name of its ClientHello, else the host of the socket. */
    static String wanted(ModemSocket socket, TlsConversation tls) {
        return tls.sni().isEmpty() ? socket.host() : tls.sni();
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> one : all == null ? List.<List<?>>of() : all) {
                if (one.get(0) instanceof Integer kind
                        && (kind == DNS_NAME || kind == IP_ADDRESS)
                        && one.get(1) instanceof String name) {
                    names.add(name);
                }
            }
        } catch (CertificateParsingException _) {
            return List.of();
        }
        return names;
    }

    private static boolean matches(String name, String wanted) {
        String pattern = name.toLowerCase(Locale.ROOT);
        String host = wanted.toLowerCase(Locale.ROOT);
        int dot = host.indexOf('.');
        return pattern.equals(host)
                || (pattern.startsWith("*.") && dot > 0 && pattern.substring(1).equals(host.substring(dot)));
    }
}
