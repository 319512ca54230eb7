package dev.parley.tls.client;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for a host (RFC 6125, RFC 9525): by the subject alternative name alone, never by the common name.
 * A wildcard is a whole left-most label and stands for one label.
 */
final class HostName {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final String name;
    private final Optional<InetAddress> address;

    private HostName(String name, Optional<InetAddress> address) {
        this.name = name;
        this.address = address;
    }

    static HostName of(String text) {
        return new HostName(normal(text), literal(text));
    }

    /** True for a name; an address has no place in SNI (RFC 6066 section 3). */
    boolean isName() {
        return address.isEmpty();
    }

    /** The names the certificate is for, if this host is not among them. */
    Optional<List<String>> missingFrom(X509Certificate certificate) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        @Nullable Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            int type = alternative.get(0) instanceof Integer number ? number : -1;
            if ((type != DNS_NAME && type != IP_ADDRESS) || !(alternative.get(1) instanceof String value)) {
                continue;
            }
            boolean fits = type == DNS_NAME
                    ? isName() && matches(normal(value))
                    : address.isPresent() && literal(value).equals(address);
            if (fits) {
                return Optional.empty();
            }
            names.add(value);
        }
        return Optional.of(names);
    }

    private boolean matches(String pattern) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(name);
        }
        int dot = name.indexOf('.');
        String rest = pattern.substring(2);
        return dot > 0 && rest.contains(".") && name.substring(dot + 1).equals(rest);
    }

    private static String normal(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
