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
 * @param taken the parameters of TLS it takes
 * @param demand whether it asks clients for a certificate
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
        Taken taken,
        Demand demand,
        Fragments fragments,
        Framing framing,
        Optional<Policy> policy,
        int retainedBytes,
        List<Fault<EndpointEffect>> faults) {
    public EndpointSetup {
        faults = List.copyOf(faults);
    }

    /**
     * What an endpoint takes of what a client offers, as {@link ClientOffer} numbers it.
     *
     * @param versions of TLS; of those the client offers, the first here is agreed on
     * @param suites cipher suites; empty for the usual ones, of which the client's first is agreed on
     * @param groups for the key exchange, and then the first here that the client offers is agreed on: in TLS 1.3 with a
     *     HelloRetryRequest where its key share is for another (RFC 8446 section 4.1.4). Empty for the usual ones, of which the
     *     client's first is agreed on
     */
    public record Taken(List<Integer> versions, List<Integer> suites, List<Integer> groups) {
        /** TLS 1.2 unless the client offers nothing but TLS 1.3, and all that is usual in both. */
        public static final Taken USUAL =
                new Taken(List.of(ClientOffer.TLS_1_2, ClientOffer.TLS_1_3), List.of(), List.of());

        /**
         * Checks the versions.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Taken {
            versions = List.copyOf(versions);
            suites = List.copyOf(suites);
            groups = List.copyOf(groups);
            if (versions.isEmpty()) {
                throw new IllegalArgumentException("an endpoint speaks at least one version of TLS");
            }
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
                Taken.USUAL,
                Demand.REQUIRED,
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
                service, identity, requiresName, taken, demand, fragments, framing, policy, retainedBytes, added);
    }

    /** The same with one fault, which happens once. */
    public EndpointSetup with(Trigger when, EndpointEffect what) {
        return with(List.of(Fault.once(when, what)));
    }

    /** The same with another service. */
    public EndpointSetup withService(Service other) {
        return new EndpointSetup(
                other, identity, requiresName, taken, demand, fragments, framing, policy, retainedBytes, faults);
    }

    /** The same with another certificate. */
    public EndpointSetup withIdentity(Identity other) {
        return new EndpointSetup(
                service, other, requiresName, taken, demand, fragments, framing, policy, retainedBytes, faults);
    }

    /** The same with or without the demand for SNI. */
    public EndpointSetup withRequiredName(boolean required) {
        return new EndpointSetup(
                service, identity, required, taken, demand, fragments, framing, policy, retainedBytes, faults);
    }

    /** The same with these versions of TLS, the preferred one first. */
    public EndpointSetup withVersions(Integer... spoken) {
        return withTaken(new Taken(List.of(spoken), taken.suites(), taken.groups()));
    }

    /** The same with other parameters of TLS. */
    public EndpointSetup withTaken(Taken other) {
        return new EndpointSetup(
                service, identity, requiresName, other, demand, fragments, framing, policy, retainedBytes, faults);
    }
}
