package dev.parley.sim.endpoint;

import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.ClientOffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint is and how it misbehaves.
 *
 * @param service what is behind its port
 * @param identity whose certificate it shows
 * @param requiresName true if it refuses a ClientHello without SNI, with alert unrecognized_name(112)
 * @param versions the versions of TLS it speaks, as {@link ClientOffer} numbers them; of those the client offers, the first here is
 *     agreed on
 * @param demand whether it asks clients for a certificate
 * @param suites the cipher suites of TLS 1.2 it takes, as IANA numbers them; empty for the usual two
 * @param fragments what it makes of a max_fragment_length that a client asks for
 * @param framing how it cuts what it sends into records
 * @param policy who may do what once TLS stands; nothing where everybody may do everything
 * @param retainedBytes how long the retained message is that every subscription brings at once; 0 for none
 * @param faults what goes wrong on every connection
 */
public record EndpointSetup(
        Service service,
        Identity identity,
        boolean requiresName,
        List<Integer> versions,
        Demand demand,
        List<Integer> suites,
        Fragments fragments,
        Framing framing,
        Optional<Policy> policy,
        int retainedBytes,
        List<Fault<EndpointEffect>> faults) {
    /** TLS 1.2 unless the client offers nothing but TLS 1.3. */
    public static final List<Integer> USUAL_VERSIONS = List.of(ClientOffer.TLS_1_2, ClientOffer.TLS_1_3);

    /**
     * Checks the versions.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EndpointSetup {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        faults = List.copyOf(faults);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("an endpoint speaks at least one version of TLS");
        }
    }

    /** What is behind the port. */
    public enum Service {
        /** MQTT behind TLS with client certificates. */
        MUTUAL_TLS,
        /** MQTT without TLS. */
        PLAIN,
        /** A web server without TLS, which finds what it hears a bad request. */
        HTTP,
        /** Nothing: connections are refused. */
        NONE
    }

    /** Whose certificate a TLS endpoint shows. */
    public enum Identity {
        /** One by the test CA, for the right name. */
        TRUSTED,
        /** One by another CA of the same name. */
        OTHER_CA,
        /** One it signed itself. */
        SELF_SIGNED,
        /** One by the test CA, for the right name, whose time is over. */
        EXPIRED,
        /** One by the test CA, for another name. */
        OTHER_NAME,
        /** The right one, with certificates behind it that nobody needs. */
        LONG_CHAIN
    }

    /** Whether clients are asked for a certificate. */
    public enum Demand {
        /** They must have one. */
        REQUIRED,
        /** They are asked and may have none. */
        WANTED,
        /** They are not asked. */
        NONE
    }

    /** What becomes of a client's max_fragment_length (RFC 6066 section 4). */
    public enum Fragments {
        /** It is agreed on and kept to. */
        AGREES,
        /** No heed is paid to it. */
        IGNORES,
        /** It is agreed on, and longer records are sent all the same. */
        BREAKS
    }

    /**
     * How the server's handshake messages are cut into records while they are in the clear.
     *
     * @param recordBytes the most a record holds; 0 for one record a message
     * @param coalesced true to put a whole flight into as few records as hold it
     * @param gap how long it waits before each record but the first
     */
    public record Framing(int recordBytes, boolean coalesced, Duration gap) {
        /** One record a message, one after another. */
        public static final Framing PLAIN = new Framing(0, false, Duration.ZERO);

        boolean isPlain() {
            return recordBytes == 0 && !coalesced && gap.isZero();
        }
    }

    /** An endpoint that works. */
    public static EndpointSetup standard() {
        return new EndpointSetup(
                Service.MUTUAL_TLS,
                Identity.TRUSTED,
                false,
                USUAL_VERSIONS,
                Demand.REQUIRED,
                List.of(),
                Fragments.AGREES,
                Framing.PLAIN,
                Optional.empty(),
                0,
                List.of());
    }

    /** True if a script takes the broker's place: it is to do in MQTT what a real one does for nobody. */
    boolean isScripted() {
        return policy.isPresent()
                || retainedBytes > 0
                || faults.stream()
                        .anyMatch(fault -> fault.when() instanceof Trigger.AtPacket
                                || fault.what() instanceof EndpointEffect.Connack
                                || fault.what() instanceof EndpointEffect.Disconnect);
    }

    /** The same with these faults. */
    public EndpointSetup with(List<Fault<EndpointEffect>> added) {
        return new EndpointSetup(
                service,
                identity,
                requiresName,
                versions,
                demand,
                suites,
                fragments,
                framing,
                policy,
                retainedBytes,
                added);
    }

    /** The same with one fault, which happens once. */
    public EndpointSetup with(Trigger when, EndpointEffect what) {
        return with(List.of(Fault.once(when, what)));
    }

    /** The same with another service. */
    public EndpointSetup withService(Service other) {
        return new EndpointSetup(
                other,
                identity,
                requiresName,
                versions,
                demand,
                suites,
                fragments,
                framing,
                policy,
                retainedBytes,
                faults);
    }

    /** The same with another certificate. */
    public EndpointSetup withIdentity(Identity other) {
        return new EndpointSetup(
                service,
                other,
                requiresName,
                versions,
                demand,
                suites,
                fragments,
                framing,
                policy,
                retainedBytes,
                faults);
    }

    /** The same with or without the demand for SNI. */
    public EndpointSetup withRequiredName(boolean required) {
        return new EndpointSetup(
                service,
                identity,
                required,
                versions,
                demand,
                suites,
                fragments,
                framing,
                policy,
                retainedBytes,
                faults);
    }

    /** The same with these versions of TLS, the preferred one first. */
    public EndpointSetup withVersions(Integer... spoken) {
        return new EndpointSetup(
                service,
                identity,
                requiresName,
                List.of(spoken),
                demand,
                suites,
                fragments,
                framing,
                policy,
                retainedBytes,
                faults);
    }
}
