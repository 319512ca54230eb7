package dev.parley.doctor;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A side sent a record longer than what was agreed with max_fragment_length, or than the client can bear (RFC 6066 section 4). */
final class MaxFragmentLength implements TlsRule {
    private static final int RECORD_OVERFLOW = 22;
    private static final int MAX_FRAGMENT_LENGTH = 1;

    @Override
    public String code() {
        return "max-fragment-length";
    }

    /** How many records of the server's did not come whole: who has no room for one stops at its header, which is no loss. */
    private static long unfinished(TlsConversation tls) {
        return tls.records().stream()
                .filter(record -> record.direction() == Direction.RX && !record.isWhole())
                .count();
    }

    @Override
    public Optional<Finding> examine(CaseView session, ModemSocket socket, TlsConversation tls) {
        if (Facts.established(tls)) {
            return Optional.empty();
        }
        OptionalInt agreed = Facts.agreedFragment(tls);
        boolean offered = Facts.clientHello(tls)
                .filter(hello -> hello.has(MAX_FRAGMENT_LENGTH))
                .isPresent();
        Optional<TlsMessage.Alert> overflow = tls.alert().filter(alert -> alert.description() == RECORD_OVERFLOW);
        Optional<TlsRecord> longest = tls.records().stream()
                .filter(record -> !record.encrypted() && agreed.isPresent() && record.announced() > agreed.getAsInt())
                .findFirst();
        // A client that has no room says so itself, whether it had offered anything or not; with bytes lost it may only
        // seem so.
        boolean refused = overflow.isPresent()
                && (offered
                        || (overflow.get().direction() == Direction.TX
                                && tls.problems().size() <= unfinished(tls)));
        if (!refused && (longest.isEmpty() || tls.result() != TlsConversation.Result.FAILED)) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>();
        agreed.ifPresent(length -> evidence.add(new Evidence(
                "ClientHello and ServerHello agree on records of " + length + " bytes at most", List.of(), 0)));
        longest.ifPresent(record -> evidence.add(new Evidence(
                "A record of the " + (record.direction() == Direction.TX ? "client" : "server") + "'s has "
                        + record.announced() + " bytes",
                session.places(tls, List.of(record)),
                record.startNanos())));
        overflow.ifPresent(alert -> evidence.add(session.evidence(
                tls,
                alert,
                alert.title() + (alert.direction() == Direction.TX ? " of the client" : " of the server"))));
        return Optional.of(new Finding(
                code(),
                0.96,
                agreed.isPresent()
                        ? "A record is longer than the " + agreed.getAsInt() + " bytes that both sides had agreed on"
                        : "The client's record buffer is smaller than what the server sends"
                                + (offered ? ", and the server did not agree to shorter records" : ""),
                "max_fragment_length binds both sides. mbedTLS offers it and does not cut its own handshake messages,"
                        + " so its Certificate breaks what it had asked for; and servers may ignore the offer.",
                evidence,
                List.of(
                        offered
                                ? "Do not offer it: leave mbedtls_ssl_conf_max_frag_len out, or undefine"
                                        + " MBEDTLS_SSL_MAX_FRAGMENT_LENGTH."
                                : "Ask the server for shorter records, if it agrees: mbedtls_ssl_conf_max_frag_len.",
                        "Give the library room for a whole record: MBEDTLS_SSL_IN_CONTENT_LEN 16384.",
                        "Or shorten the chain so that each message fits: an ECDSA certificate has about half the"
                                + " bytes."),
                offered
                        ? "The same death comes with max_fragment_length not offered."
                        : "The same death comes with a record buffer of 16 KB."));
    }
}
