package dev.parley.doctor;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A session that a test tells line by line, with a clock of its own: a millisecond passes with each word. */
final class Told implements AutoCloseable {
    private final long[] clock = {0};
    private final Session session;

    Told() throws Exception {
        session = Session.live(
                Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), () -> clock[0] += 1_000_000));
        journal().link(Event.LinkChange.State.OPENED, "sim:");
    }

    Journal journal() {
        return session.journal();
    }

    void waits(long millis) {
        clock[0] += millis * 1_000_000;
    }

    void host(String text) {
        say(Direction.TX, Bytes.latin1(text));
    }

    void modem(String text) {
        say(Direction.RX, Bytes.latin1(text));
    }

    void opens(int id, int mode) {
        host("AT+QIOPEN=1," + id + ",\"TCP\",\"example.org\",8883,0," + mode + "\r");
        modem("\r\nOK\r\n\r\n+QIOPEN: " + id + ",0\r\n");
    }

    void sends(int id, Bytes bytes) {
        host("AT+QISEND=" + id + "," + bytes.length() + "\r");
        modem("\r\n> ");
        say(Direction.TX, bytes);
        modem("\r\nSEND OK\r\n");
    }

    void pushes(int id, Bytes bytes) {
        say(
                Direction.RX,
                Bytes.concat(List.of(
                        Bytes.latin1("\r\n+QIURC: \"recv\"," + id + "," + bytes.length() + "\r\n"),
                        bytes,
                        Bytes.latin1("\r\n"))));
    }

    void asksSent(int id, String counters) {
        host("AT+QISEND=" + id + ",0\r");
        modem("\r\n+QISEND: " + counters + "\r\n\r\nOK\r\n");
    }

    void asksRead(int id, String counters) {
        host("AT+QIRD=" + id + ",0\r");
        modem("\r\n+QIRD: " + counters + "\r\n\r\nOK\r\n");
    }

    void closes(int id) {
        host("AT+QICLOSE=" + id + "\r");
        modem("\r\nOK\r\n");
    }

    /** The link is lost and comes back. */
    void gap() {
        journal().link(Event.LinkChange.State.LOST, "the cable is out");
        waits(500);
        journal().link(Event.LinkChange.State.REGAINED, "the cable is in");
    }

    Snapshot end() {
        return session.settled();
    }

    Optional<Finding> finding(String code) {
        return end().findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst();
    }

    List<String> codes() {
        return end().findings().stream().map(Finding::code).toList();
    }

    private void say(Direction direction, Bytes bytes) {
        journal()
                .traffic(
                        direction,
                        bytes,
                        direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM,
                        journal().now() + 1);
    }

    @Override
    public void close() {
        session.close();
    }
}
