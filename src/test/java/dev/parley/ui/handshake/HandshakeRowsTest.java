package dev.parley.ui.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Stop;
import dev.parley.session.ControllerState.Stop.At;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.TlsDecoder;
import dev.parley.tls.TlsPair;
import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The state machine's rows")
class HandshakeRowsTest {
    private static List<HandshakeRow> rows(Shown shown) {
        return HandshakeRows.of(shown, shown.nowNanos());
    }

    private static HandshakeRow row(List<HandshakeRow> rows, String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + name + " in " + rows));
    }

    @Test
    @DisplayName("are all of mbedTLS's states, ahead, before anything crossed")
    void allAhead() {
        List<HandshakeRow> rows = rows(PlayedSession.empty());

        assertThat(rows).hasSize(HandshakeState.TLS12.size()).allMatch(row -> row.mark() == Mark.WAITING);
        assertThat(rows.getFirst().name()).isEqualTo("HELLO_REQUEST");
        assertThat(rows.getLast().name()).isEqualTo("HANDSHAKE_OVER");
    }

    @Test
    @DisplayName("tick what is done and tell what is left out, of a healthy session")
    void healthy() {
        List<HandshakeRow> rows = rows(PlayedSession.healthy());

        HandshakeRow certificate = row(rows, "CLIENT_CERTIFICATE");
        assertThat(certificate.mark()).isEqualTo(Mark.DONE);
        assertThat(certificate.number()).isEqualTo("7");
        assertThat(certificate.bytes()).isEqualTo("877 B");
        assertThat(row(rows, "SERVER_NEW_SESSION_TICKET").word()).isEqualTo("skipped");
        assertThat(row(rows, "HANDSHAKE_OVER").word()).isEqualTo("done");
    }

    @Test
    @DisplayName("show the gate before the message that waits to leave, with how long the server has been waiting")
    void gate() {
        List<HandshakeRow> rows = rows(PlayedSession.parked(6, 3200));

        int gate = rows.indexOf(rows.stream()
                .filter(row -> row.kind() == HandshakeRow.Kind.GATE)
                .findFirst()
                .orElseThrow());
        assertThat(rows.get(gate).note())
                .startsWith("before Certificate, 877 B\n")
                .endsWith("\nserver waits 3.2 s · queues: out 877 B, in 0 B");
        assertThat(rows.get(gate + 1).bytes()).as("what is about to leave").isEqualTo("877 B");
        assertThat(rows.get(gate + 1).large()).isTrue();
        assertThat(rows.get(gate + 1).name()).isEqualTo("CLIENT_CERTIFICATE");
        assertThat(rows.get(gate + 1).mark()).isEqualTo(Mark.PARKED);
        assertThat(rows).filteredOn(row -> row.mark() == Mark.PARKED).hasSize(2);
    }

    @Test
    @DisplayName("show the gate behind the message that came and waits to be acted upon")
    void gateBehind() {
        List<HandshakeRow> rows = rows(PlayedSession.parked(1, 0));

        int gate = rows.indexOf(rows.stream()
                .filter(row -> row.kind() == HandshakeRow.Kind.GATE)
                .findFirst()
                .orElseThrow());
        assertThat(rows.get(gate - 1).name()).isEqualTo("SERVER_HELLO");
        assertThat(rows.get(gate).note()).startsWith("after ServerHello, ");
    }

    @Test
    @DisplayName("show what came and is not taken yet as arrived, and nothing as established while the gate holds")
    void arrived() {
        Shown healthy = PlayedSession.healthy();
        Stop stop = new Stop(At.MESSAGE, false, "ChangeCipherSpec", 1, "", "step by message", 0, 0, 0, 6 + 45, 5);
        List<HandshakeRow> rows = rows(parked(healthy, stop));

        assertThat(row(rows, "CLIENT_FINISHED").word()).isEqualTo("done");
        assertThat(row(rows, "SERVER_CHANGE_CIPHER_SPEC").mark()).isEqualTo(Mark.PARKED);
        assertThat(row(rows, "SERVER_FINISHED").word()).isEqualTo("arrived");
        assertThat(row(rows, "SERVER_FINISHED").mark()).isEqualTo(Mark.WAITING);
        assertThat(row(rows, "HANDSHAKE_OVER").word()).isEqualTo("ahead");
        assertThat(rows).noneMatch(row -> row.note().contains("established"));
        assertThat(rows)
                .filteredOn(row -> row.kind() == HandshakeRow.Kind.GATE)
                .singleElement()
                .extracting(HandshakeRow::note)
                .asString()
                .startsWith("after ChangeCipherSpec, 1 B message\n")
                .endsWith("in 6 B + 45 B");
    }

    /** What is shown of a session whose wire is further than the client, who is parked. */
    private static Shown parked(Shown shown, Stop stop) {
        return new Shown(
                shown.snapshot(),
                new ControllerState(ControllerState.Phase.HANDSHAKING, List.of(), Optional.of(stop), Optional.empty()),
                shown.nowNanos(),
                true);
    }

    private static int gate(List<HandshakeRow> rows) {
        return rows.indexOf(rows.stream()
                .filter(row -> row.kind() == HandshakeRow.Kind.GATE)
                .findFirst()
                .orElseThrow());
    }

    @Test
    @DisplayName(
            "show the gate at the first message the client has not acted upon, where a read or a record names none")
    void gateOfNoMessage() {
        Shown healthy = PlayedSession.healthy();

        List<HandshakeRow> read = rows(parked(
                healthy,
                new Stop(
                        At.EXCHANGE,
                        false,
                        "Certificate",
                        700,
                        "AT+QIRD=0,1500",
                        "step by AT exchange",
                        0,
                        0,
                        0,
                        700,
                        1)));
        int before = gate(read);
        assertThat(read.get(before).note())
                .startsWith("after AT+QIRD=0,1500, 700 B\n")
                .endsWith("in 700 B");
        assertThat(read.get(before - 1).name()).isEqualTo("SERVER_HELLO");
        assertThat(read.get(before + 1).name()).isEqualTo("SERVER_CERTIFICATE");
        assertThat(read.get(before + 1).mark()).isEqualTo(Mark.PARKED);
        assertThat(read.get(before + 2).word()).isEqualTo("arrived");

        List<HandshakeRow> record = rows(parked(
                healthy,
                new Stop(
                        At.RECORD,
                        false,
                        "record from ServerKeyExchange on",
                        338,
                        "",
                        "step by record",
                        0,
                        0,
                        0,
                        415,
                        2)));
        int behind = gate(record);
        assertThat(record.get(behind).note())
                .startsWith("after a record from ServerKeyExchange on, 338 B\n")
                .endsWith("in 338 B + 77 B");
        assertThat(record.get(behind - 1).name()).isEqualTo("SERVER_KEY_EXCHANGE");
        assertThat(record.get(behind - 1).mark()).isEqualTo(Mark.PARKED);
    }

    @Test
    @DisplayName(
            "show the gate where the wire stands, while the client waits for what has not come, and at the end of it"
                    + " all")
    void gateOfAMoment() {
        List<HandshakeRow> waiting = rows(parked(
                PlayedSession.parked(3, 0),
                new Stop(At.MOMENT, false, "CertificateRequest", 0, "", "breakpoint on the URC x", 0, 0, 0, 0, 3)));
        assertThat(waiting.get(gate(waiting)).note()).startsWith("breakpoint on the URC x\n");
        assertThat(waiting.get(gate(waiting) + 1).name()).isEqualTo("CERTIFICATE_REQUEST");
        assertThat(waiting.get(gate(waiting) + 1).mark()).isEqualTo(Mark.PARKED);

        List<HandshakeRow> over = rows(parked(
                PlayedSession.healthy(),
                new Stop(At.MOMENT, true, "the handshake", 0, "", "breakpoint after x", 0, 0, 0, 0, 7)));
        assertThat(over.get(gate(over)).note()).startsWith("breakpoint after x\n");
        assertThat(over.get(gate(over) + 1).name()).isEqualTo("HANDSHAKE_OVER");
    }

    @Test
    @DisplayName("show where it died, then the close, then the alert that was read only afterwards")
    void fieldReport() {
        Shown shown = PlayedSession.refused();
        assertThat(shown.state().phase()).isEqualTo(ControllerState.Phase.FAILED);
        List<HandshakeRow> rows = rows(shown);

        int failed = rows.indexOf(row(rows, "CLIENT_CERTIFICATE"));
        assertThat(rows.get(failed).mark()).isEqualTo(Mark.FAILED);
        assertThat(rows.get(failed).note()).isEqualTo("died here");
        assertThat(rows.get(failed + 1).note()).isEqualTo("closed by peer · 7 B unread");
        assertThat(rows.get(failed + 2).message()).isEqualTo("certificate_unknown(46)");
        assertThat(rows.get(failed + 2).note()).isEqualTo("read after the close");
        assertThat(rows.get(failed + 3).word()).isEqualTo("ahead");
    }

    @Test
    @DisplayName(
            "show the end behind the last message that crossed, where the client had gone on after the one it died of")
    void goneOn() {
        Shown refused = PlayedSession.refused();
        TlsDecoder decoder = new TlsDecoder(0, bytes -> {});
        long[] at = {0, 0};
        for (TlsPair.Piece piece :
                new TlsPair().refusing(AlertDescription.certificate_unknown).talk().pieces) {
            int side = piece.direction() == Direction.TX ? 0 : 1;
            decoder.accept(piece.direction(), at[side], piece.bytes(), true, refused.nowNanos());
            at[side] += piece.bytes().length();
        }
        decoder.closed(refused.nowNanos());
        List<HandshakeRow> rows = rows(new Shown(
                refused.snapshot().withView(refused.view().withConversations(Map.of(0, decoder.conversation()))),
                refused.state(),
                refused.nowNanos(),
                true));

        assertThat(row(rows, "CLIENT_CERTIFICATE").note()).isEqualTo("died of this message");
        assertThat(row(rows, "CLIENT_CERTIFICATE").large()).isTrue();
        int last = rows.indexOf(row(rows, "CLIENT_FINISHED"));
        assertThat(rows.get(last).word()).isEqualTo("done");
        assertThat(List.of(rows.get(last + 1).kind(), rows.get(last + 2).kind()))
                .containsExactlyInAnyOrder(HandshakeRow.Kind.ALERT, HandshakeRow.Kind.CLOSE);
    }

    @Test
    @DisplayName("stop only where the level says")
    void flightLevel() {
        assertThat(rows(PlayedSession.connected("sim:", Level.FLIGHT)))
                .anyMatch(row ->
                        row.kind() == HandshakeRow.Kind.GATE && row.note().startsWith("before ClientHello"));
    }
}
