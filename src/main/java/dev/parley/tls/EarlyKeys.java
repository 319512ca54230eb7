package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a client's early data (RFC 8446 section 4.2.10). Its suite is that of the session the client takes up, which no byte on the
 * wire names: of the offered suites, the one that opens the first record is kept.
 *
 * <p>One owner; not safe for threads.
 */
final class EarlyKeys {
    private List<RecordProtection> candidates;

    private EarlyKeys(List<RecordProtection> candidates) {
        this.candidates = candidates;
    }

    /** The keys a client early traffic secret may stand for. */
    static EarlyKeys of(Hello clientHello, Bytes secret) {
        List<RecordProtection> candidates = new ArrayList<>();
        for (int number : clientHello.suites()) {
            CipherSuite suite = CipherSuite.of(number);
            // TLS 1.3's suites, RFC 8446 appendix B.4
            if (number >> 8 == 0x13) {
                try {
                    candidates.add(RecordProtection.tls13(suite, secret));
                } catch (GeneralSecurityException unknown) {
                    // A suite that is not decrypted here cannot be the one that opens the records.
                }
            }
        }
        return new EarlyKeys(candidates);
    }

    /** Opens a record; nothing if it does not authenticate with {@code sequence}. */
    Optional<RecordProtection.Opened> open(long sequence, RecordAssembler.Raw raw) {
        for (RecordProtection candidate : candidates) {
            Optional<RecordProtection.Opened> opened =
                    candidate.open(sequence, raw.type(), raw.version(), raw.fragment());
            if (opened.isPresent()) {
                candidates = List.of(candidate);
                return opened;
            }
        }
        return Optional.empty();
    }

    /** Without the keys: this text may reach a log. */
    @Override
    public String toString() {
        return "EarlyKeys[" + candidates.size() + "]";
    }
}
