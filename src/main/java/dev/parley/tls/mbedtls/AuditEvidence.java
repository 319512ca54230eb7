package dev.parley.tls.mbedtls;

import dev.parley.journal.Direction;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.List;

/**
 * The bytes of a conversation that show a finding.
 *
 * @param text what they show, with the message or record named
 * @param message the message's index in {@link TlsConversation#messages}, or -1 where it is about a record
 * @param records the records' indices in {@link TlsConversation#records}
 * @param from first byte in the socket's stream of that direction
 * @param to the byte after the last one
 * @param nanos when the last of it crossed the link, since the session began
 */
public record AuditEvidence(
        String text, int message, List<Integer> records, Direction direction, long from, long to, long nanos) {
    public AuditEvidence {
        records = List.copyOf(records);
    }

    static AuditEvidence of(TlsConversation conversation, TlsMessage message, String text) {
        List<Integer> records = message.records();
        return new AuditEvidence(
                text,
                message.index(),
                records,
                message.direction(),
                records.isEmpty()
                        ? 0
                        : conversation.records().get(records.getFirst()).from(),
                records.isEmpty()
                        ? 0
                        : conversation.records().get(records.getLast()).to(),
                message.endNanos());
    }

    static AuditEvidence of(TlsRecord record, String text) {
        return new AuditEvidence(
                text, -1, List.of(record.index()), record.direction(), record.from(), record.to(), record.endNanos());
    }
}
