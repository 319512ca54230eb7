package dev.parley.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * What a client offers in its ClientHello, in the order it offers it; the numbers are IANA's (registries "TLS Cipher Suites",
 * "TLS Supported Groups" and "TLS SignatureScheme").
 *
 * @param versions 0x0303 for TLS 1.2, 0x0304 for TLS 1.3; the preferred one first
 * @param suites of TLS 1.2 and 1.3 in one list
 * @param groups curves for the key exchange; a TLS 1.3 client sends a key share for the first
 * @param signatureSchemes what the server may sign with; for TLS 1.2 the same numbers are pairs of hash and signature
 * @param maxFragmentLength bytes of plaintext in a record (RFC 6066 section 4): 512, 1024, 2048 or 4096; empty: not offered
 * @param extendedMasterSecret RFC 7627
 * @param encryptThenMac RFC 7366; meant for CBC suites only
 * @param sessionTicket the RFC 5077 extension: empty, and the server may send a ticket; with the ticket where one is brought back
 * @param pskModes the numbers of the psk_key_exchange_modes extension (RFC 8446 section 4.2.9): 0 psk_ke, 1 psk_dhe_ke; empty: not
 *     sent, and a TLS 1.3 server gives no tickets
 * @param serverName RFC 6066 section 3; never sent for an address
 * @param resume the last TLS 1.2 session with the same endpoint, where one is known: by its id (RFC 5246 section 7.3), or its ticket where
 *     tickets are offered
 * @param form how it is written
 */
public record ClientOffer(
        List<Integer> versions,
        List<Integer> suites,
        List<Integer> groups,
        List<Integer> signatureSchemes,
        OptionalInt maxFragmentLength,
        boolean extendedMasterSecret,
        boolean encryptThenMac,
        boolean sessionTicket,
        List<Integer> pskModes,
        boolean serverName,
        boolean resume,
        HelloForm form) {
    /** The number of TLS 1.2 on the wire. */
    public static final int TLS_1_2 = 0x0303;
    /** The number of TLS 1.3 in the supported_versions extension (RFC 8446 section 4.2.1). */
    public static final int TLS_1_3 = 0x0304;

    /** The lengths that {@link #maxFragmentLength} may have. */
    public static final List<Integer> MAX_FRAGMENT_LENGTHS = List.of(512, 1024, 2048, 4096);

    private static final List<Integer> TLS_1_3_SUITES = List.of(0x1301, 0x1302, 0x1303);

    private static final ClientOffer STANDARD = new ClientOffer(
            List.of(TLS_1_2),
            List.of(
                    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc023, 0xc027, 0xc024, 0xc028, 0xc009, 0xc013,
                    0xc00a, 0xc014),
            List.of(0x0017, 0x0018),
            List.of(0x0603, 0x0601, 0x0503, 0x0501, 0x0403, 0x0401, 0x0806, 0x0805, 0x0804, 0x0203, 0x0201),
            OptionalInt.empty(),
            true,
            true,
            false,
            List.of(),
            true,
            false,
            HelloForm.STANDARD);

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if nothing is offered where something must be, or {@code maxFragmentLength} is none of
     *     the four
     */
    public ClientOffer {
        versions = List.copyOf(versions);
        suites = List.copyOf(suites);
        groups = List.copyOf(groups);
        signatureSchemes = List.copyOf(signatureSchemes);
        pskModes = List.copyOf(pskModes);
        if (versions.isEmpty() || suites.isEmpty()) {
            throw new IllegalArgumentException("a ClientHello needs a version and a cipher suite");
        }
        if (maxFragmentLength.isPresent() && !MAX_FRAGMENT_LENGTHS.contains(maxFragmentLength.getAsInt())) {
            throw new IllegalArgumentException(
                    "max_fragment_length is one of " + MAX_FRAGMENT_LENGTHS + ", not " + maxFragmentLength.getAsInt());
        }
    }

    /** About what mbedTLS offers by itself: TLS 1.2, ECDHE suites, P-256 first (so that a ClientKeyExchange record has 75 bytes). */
    public static ClientOffer standard() {
        return STANDARD;
    }

    /**
     * The standard offer for other versions: with TLS 1.3, its suites come first; without TLS 1.2, they are the only ones.
     *
     * @param versions the preferred one first
     */
    public static ClientOffer standard(List<Integer> versions) {
        List<Integer> suites = new ArrayList<>();
        if (versions.contains(TLS_1_3)) {
            suites.addAll(TLS_1_3_SUITES);
        }
        if (!versions.equals(List.of(TLS_1_3))) {
            suites.addAll(STANDARD.suites);
        }
        return STANDARD.withVersions(versions).withSuites(suites);
    }

    /** What differs from the standard offer, in words, for the journal and the report; empty where nothing does. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        if (!versions.equals(STANDARD.versions)) {
            words.add(names(versions, TlsNames::version));
        }
        if (!suites.equals(standard(versions).suites)) {
            words.add("cipher suites " + names(suites, TlsNames::suite));
        }
        if (!groups.equals(STANDARD.groups)) {
            words.add("groups " + names(groups, TlsNames::group));
        }
        if (!signatureSchemes.equals(STANDARD.signatureSchemes)) {
            words.add("signature schemes " + names(signatureSchemes, TlsNames::scheme));
        }
        maxFragmentLength.ifPresent(length -> words.add("max_fragment_length " + length));
        if (!extendedMasterSecret) {
            words.add("no extended_master_secret");
        }
        if (!encryptThenMac) {
            words.add("no encrypt_then_mac");
        }
        if (sessionTicket) {
            words.add("session_ticket");
        }
        if (!pskModes.isEmpty()) {
            words.add("psk_key_exchange_modes");
        }
        if (!serverName) {
            words.add("no server_name (SNI)");
        }
        if (resume) {
            words.add("the last session, where one is known");
        }
        return List.copyOf(words);
    }

    private static String names(List<Integer> numbers, IntFunction<String> name) {
        return numbers.stream()
                .map(number ->
                        name.apply(number).startsWith("unknown") ? String.format("0x%04x", number) : name.apply(number))
                .collect(Collectors.joining(", "));
    }

    /** True if TLS 1.3 is among the versions. */
    public boolean offersTls13() {
        return versions.contains(TLS_1_3);
    }

    public ClientOffer withVersions(List<Integer> value) {
        return changed(draft -> draft.versions = value);
    }

    public ClientOffer withSuites(List<Integer> value) {
        return changed(draft -> draft.suites = value);
    }

    public ClientOffer withGroups(List<Integer> value) {
        return changed(draft -> draft.groups = value);
    }

    public ClientOffer withMaxFragmentLength(OptionalInt value) {
        return changed(draft -> draft.maxFragmentLength = value);
    }

    public ClientOffer withSessionTicket(boolean value) {
        return changed(draft -> draft.sessionTicket = value);
    }

    public ClientOffer withPskModes(List<Integer> value) {
        return changed(draft -> draft.pskModes = value);
    }

    public ClientOffer withServerName(boolean value) {
        return changed(draft -> draft.serverName = value);
    }

    public ClientOffer withResume(boolean value) {
        return changed(draft -> draft.resume = value);
    }

    private ClientOffer changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.offer();
    }

    /** An offer on its way from one to the next. */
    private static final class Draft {
        private final ClientOffer from;
        private List<Integer> versions;
        private List<Integer> suites;
        private List<Integer> groups;
        private OptionalInt maxFragmentLength;
        private boolean sessionTicket;
        private List<Integer> pskModes;
        private boolean serverName;
        private boolean resume;

        Draft(ClientOffer from) {
            this.from = from;
            versions = from.versions;
            suites = from.suites;
            groups = from.groups;
            maxFragmentLength = from.maxFragmentLength;
            sessionTicket = from.sessionTicket;
            pskModes = from.pskModes;
            serverName = from.serverName;
            resume = from.resume;
        }

        ClientOffer offer() {
            return new ClientOffer(
                    versions,
                    suites,
                    groups,
                    from.signatureSchemes,
                    maxFragmentLength,
                    from.extendedMasterSecret,
                    from.encryptThenMac,
                    sessionTicket,
                    pskModes,
                    serverName,
                    resume,
                    from.form);
        }
    }
}
