package dev.parley.sim.endpoint;

import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeType;
import java.util.List;
import java.util.Set;

/**
 * What an endpoint is and how it misbehaves.
 *
 * @param service what is behind its port
 * @param identity whose certificate it shows
 * @param requiresName true if it refuses a ClientHello without SNI, with alert unrecognized_name(112)
 * @param versions the versions of TLS it speaks, as {@link ClientOffer} numbers them; of those the client offers, the first here is
 *     agreed on
 * @param faults what goes wrong on every connection
 */
public record EndpointSetup(
        Service service, Identity identity, boolean requiresName, List<Integer> versions, List<Fault> faults) {
    /** TLS 1.2 unless the client offers nothing but TLS 1.3. */
    public static final List<Integer> USUAL_VERSIONS = List.of(ClientOffer.TLS_1_2, ClientOffer.TLS_1_3);

    /**
     * Checks the versions.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EndpointSetup {
        versions = List.copyOf(versions);
        faults = List.copyOf(faults);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("an endpoint speaks at least one version of TLS");
        }
    }

    /** An endpoint of the usual versions. */
    public EndpointSetup(Service service, Identity identity, boolean requiresName, List<Fault> faults) {
        this(service, identity, requiresName, USUAL_VERSIONS, faults);
    }

    /** What is behind the port. */
    public enum Service {
        /** MQTT behind TLS with client certificates. */
        MUTUAL_TLS,
        /** MQTT without TLS. */
        PLAIN,
        /** Nothing: connections are refused. */
        NONE
    }

    /** Whose certificate a TLS endpoint shows. */
    public enum Identity {
        /** One by the test CA, for the right name. */
        TRUSTED,
        /** One by another CA of the same name. */
        OTHER_CA
    }

    /** How a connection ends. */
    public enum Ending {
        /** In good order for TCP. */
        FIN,
        /** With a reset. */
        RST
    }

    /** What goes wrong. */
    public sealed interface Fault {
        /**
         * The client certificate is refused with a fatal alert as soon as it has been read, then the endpoint closes. In TLS
         * 1.3 the client, which has the server's Finished already, takes the handshake for complete when it sends its
         * certificate.
         *
         * @param alert the alert's number, RFC 5246 section 7.2
         */
        record RefuseCertificate(int alert) implements Fault {
            public RefuseCertificate {
                if (alert < 1 || alert > 255) {
                    throw new IllegalArgumentException("an alert is 1 to 255, not " + alert);
                }
            }
        }

        /** From this message of the client on the endpoint takes everything and says nothing. */
        record SilentAfter(HandshakeType message) implements Fault {
            public SilentAfter {
                requireFromClient(message);
            }
        }

        /** The endpoint closes without a word once it has read this message of the client. */
        record CloseAfter(HandshakeType message, Ending ending) implements Fault {
            public CloseAfter {
                requireFromClient(message);
            }
        }

        /** The endpoint closes without a word once it has read this many bytes. */
        record CloseAfterBytes(int bytes, Ending ending) implements Fault {
            public CloseAfterBytes {
                if (bytes < 1) {
                    throw new IllegalArgumentException("a byte count is 1 or more, not " + bytes);
                }
            }
        }
    }

    /** An endpoint that works. */
    public static EndpointSetup standard() {
        return new EndpointSetup(Service.MUTUAL_TLS, Identity.TRUSTED, false, List.of());
    }

    /** The same with these faults. */
    public EndpointSetup with(Fault... added) {
        return new EndpointSetup(service, identity, requiresName, versions, List.of(added));
    }

    /** The same with these versions of TLS, the preferred one first. */
    public EndpointSetup withVersions(Integer... spoken) {
        return new EndpointSetup(service, identity, requiresName, List.of(spoken), faults);
    }

    private static void requireFromClient(HandshakeType message) {
        if (!FROM_CLIENT.contains(message)) {
            throw new IllegalArgumentException("a client sends no " + message.title() + "; it sends ClientHello,"
                    + " Certificate, ClientKeyExchange, CertificateVerify and Finished");
        }
    }

    private static final Set<HandshakeType> FROM_CLIENT = Set.of(
            HandshakeType.CLIENT_HELLO,
            HandshakeType.CERTIFICATE,
            HandshakeType.CLIENT_KEY_EXCHANGE,
            HandshakeType.CERTIFICATE_VERIFY,
            HandshakeType.FINISHED);
}
