package dev.parley.export;

import dev.parley.journal.Event;
import dev.parley.journal.Journal;

/** A session's TLS secrets in the NSS key log format, which Wireshark reads ({@code tls.keylog_file}); TLS 1.2 and 1.3. */
final class KeyLog {
    private KeyLog() {}

    /** A line each: label, client random, secret; empty where none was kept. */
    static String of(Journal journal) {
        StringBuilder lines = new StringBuilder();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Secret secret
                    && !secret.secret().isEmpty()) {
                lines.append(secret.label())
                        .append(' ')
                        .append(secret.clientRandom().hex())
                        .append(' ')
                        .append(secret.secret().hex())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** The file; a remark (which the format allows) where it holds no secret. */
    static String file(Journal journal, boolean allowed) {
        String lines = allowed ? of(journal) : "";
        return lines.isEmpty() ? "# This session holds no TLS secrets: connect with --key-log to keep them.\n" : lines;
    }
}
