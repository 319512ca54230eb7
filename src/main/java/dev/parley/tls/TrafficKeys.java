package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * The keys of one reading: derived from the secrets known and from what the hellos say.
 *
 * <p>One owner; not safe for threads.
 */
final class TrafficKeys {
    private final Secrets secrets;
    private final Hellos hellos;
    private final Problems problems;
    private boolean missed;

    TrafficKeys(Secrets secrets, Hellos hellos, Problems problems) {
        this.secrets = secrets;
        this.hellos = hellos;
        this.problems = problems;
    }

    /** True if a secret was looked for and is not known. */
    boolean missed() {
        return missed;
    }

    /** What protects records after a ChangeCipherSpec of TLS 1.2; nothing where that is not known. */
    Optional<RecordProtection> tls12(Direction direction) {
        Optional<Hello> clientHello = hellos.client();
        Optional<Hello> serverHello = hellos.server();
        Optional<CipherSuite> suite = hellos.suite();
        if (clientHello.isEmpty() || serverHello.isEmpty() || suite.isEmpty()) {
            return Optional.empty();
        }
        Optional<Bytes> master = secrets.find("CLIENT_RANDOM", clientHello.get().random());
        if (master.isEmpty()) {
            missed = true;
            return Optional.empty();
        }
        if (hellos.version() != Hellos.TLS12) {
            problems.add("records of " + TlsNames.version(hellos.version())
                    + " are not decrypted here, only those of TLS 1.2 and 1.3");
            return Optional.empty();
        }
        return derived(() -> RecordProtection.tls12(
                suite.get(), master.get(), clientHello.get(), serverHello.get(), direction == Direction.TX));
    }

    /**
     * One of TLS 1.3's traffic secrets (RFC 8446 section 7.1); no bytes where it is not known.
     *
     * @param label as the NSS key log names it, without the speaker
     */
    Bytes secret13(Direction direction, String label) {
        Optional<Bytes> secret = hellos.client()
                .flatMap(hello ->
                        secrets.find((direction == Direction.TX ? "CLIENT_" : "SERVER_") + label, hello.random()));
        missed |= secret.isEmpty();
        return secret.orElse(Bytes.empty());
    }

    /** What protects records by a traffic secret; nothing where there is none. */
    Optional<RecordProtection> tls13(Bytes trafficSecret) {
        return trafficSecret.isEmpty()
                ? Optional.empty()
                : derived(() -> RecordProtection.tls13(hellos.suite().orElseThrow(), trafficSecret));
    }

    /** The keys of early data, or nothing where their secret is not known. */
    Optional<EarlyKeys> early(Hello clientHello) {
        return secrets.find("CLIENT_EARLY_TRAFFIC_SECRET", clientHello.random())
                .map(secret -> EarlyKeys.of(clientHello, secret));
    }

    /** The next generation of a traffic secret (RFC 8446 section 7.2); no bytes where Java cannot derive it. */
    Bytes next(Bytes trafficSecret) {
        try {
            return KeyDerivation.expandLabel(
                    hellos.suite().orElseThrow().hash(), trafficSecret, "traffic upd", trafficSecret.length());
        } catch (GeneralSecurityException unknown) {
            return Bytes.empty();
        }
    }

    /** A computation that Java's cryptography may not know the algorithms for. */
    private interface KeySource {
        RecordProtection derive() throws GeneralSecurityException;
    }

    private Optional<RecordProtection> derived(KeySource source) {
        try {
            return Optional.of(source.derive());
        } catch (GeneralSecurityException unknown) {
            problems.add("records of " + hellos.suite().map(CipherSuite::name).orElse("an unknown suite")
                    + " cannot be decrypted here");
            return Optional.empty();
        }
    }
}
