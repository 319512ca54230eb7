package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.AtDecoder;
import dev.parley.at.Transcript;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The sockets seen through AT")
class SocketFlowTest {
    private static final String OPEN = "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,";

    private final List<SocketEvent> events = new ArrayList<>();
    private final SocketFlow flow = new SocketFlow(events::add);

    private static Transcript opened(int mode) {
        return new Transcript().ask(OPEN + mode, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    }

    private static Transcript send(Transcript transcript, String bytes, String result) {
        return transcript
                .ask("AT+QISEND=0," + bytes.length(), "\r\n> ")
                .tx(bytes)
                .rx("\r\n" + result + "\r\n");
    }

    private ModemSocket only(Transcript transcript) {
        see(transcript);
        assertThat(flow.sockets()).hasSize(1);
        return flow.sockets().getFirst();
    }

    private void see(Transcript transcript) {
        transcript.decode().forEach(flow::accept);
    }

    private String stream(Direction direction) {
        StringBuilder text = new StringBuilder();
        for (SocketEvent event : events) {
            if (event instanceof SocketEvent.Data data && data.direction() == direction) {
                assertThat(data.offset()).isLessThanOrEqualTo(text.length());
                text.setLength((int) data.offset());
                text.append(data.bytes().latin1());
            }
        }
        return text.toString();
    }

    @Test
    @DisplayName("a session in buffer mode: bytes both ways, where they stood, the modem's counters")
    void bufferMode() {
        Transcript transcript = opened(0);
        send(transcript, "hello", "SEND OK");
        transcript.ask("AT+QISEND=0,0", "\r\n+QISEND: 5,3,2\r\n\r\nOK\r\n");
        transcript.rx("\r\n+QIURC: \"recv\",0\r\n");
        transcript.ask("AT+QIRD=0,3", "\r\n+QIRD: 3\r\nwor\r\n\r\nOK\r\n");
        transcript.ask("AT+QIRD=0,0", "\r\n+QIRD: 5,3,2\r\n\r\nOK\r\n");
        transcript.ask("AT+QIRD=0,1500", "\r\n+QIRD: 2\r\nld\r\n\r\nOK\r\n");

        ModemSocket socket = only(transcript);

        assertThat(socket.host()).isEqualTo("example.org");
        assertThat(socket.port()).isEqualTo(8883);
        assertThat(socket.service()).isEqualTo("TCP");
        assertThat(socket.mode()).isEqualTo(AccessMode.BUFFER);
        assertThat(socket.isOpen()).isTrue();
        assertThat(socket.openRequestedNanos()).isEqualTo(10_000_000);
        assertThat(socket.openedNanos()).hasValue(20_000_000);
        assertThat(socket.sent()).isEqualTo(5);
        assertThat(socket.received()).isEqualTo(5);
        assertThat(socket.refused()).isZero();
        assertThat(socket.acked()).hasValue(3);
        assertThat(socket.unread()).hasValue(2);
        assertThat(stream(Direction.TX)).isEqualTo("hello");
        assertThat(stream(Direction.RX)).isEqualTo("world");
        assertThat(bytesAt(transcript, socket.rx().places(1, 5))).isEqualTo("orld");
        assertThat(bytesAt(transcript, socket.tx().places(0, 5))).isEqualTo("hello");
    }

    private static String bytesAt(Transcript transcript, List<Place> places) {
        StringBuilder text = new StringBuilder();
        for (Place place : places) {
            Bytes stream = transcript.stream(place.direction());
            text.append(stream.slice((int) place.from(), (int) place.to()).latin1());
        }
        return text.toString();
    }

    @Test
    @DisplayName("nothing depends on the pieces in which the bytes came")
    void anyPieces() {
        Transcript transcript = opened(2);
        transcript.ask("AT+QICLOSE=0", "\r\nOK\r\n");
        Transcript transparent = new Transcript()
                .ask(OPEN + "2", "\r\nCONNECT\r\n")
                .tx("data\r\n")
                .rx("answer\r\n")
                .rx("more\r")
                .rx("\nend\r\n\r\nNO CARRIER\r\n");
        ModemSocket whole = only(transparent);
        assertThat(stream(Direction.RX)).isEqualTo("answer\r\nmore\r\nend\r\n");
        for (int i = 0; i < transparent.traffic().size(); i++) {
            for (int at = 1; at < transparent.traffic().get(i).bytes().length(); at++) {
                events.clear();
                SocketFlow again = new SocketFlow(events::add);
                AtDecoder decoder = new AtDecoder(again::accept);
                for (Event.Traffic traffic : transparent.cut(i, at)) {
                    decoder.accept(traffic);
                }
                assertThat(stream(Direction.RX)).isEqualTo("answer\r\nmore\r\nend\r\n");
                assertThat(stream(Direction.TX)).isEqualTo("data\r\n");
                assertThat(again.sockets().getFirst())
                        .extracting(
                                ModemSocket::closedBy,
                                ModemSocket::closedNanos,
                                ModemSocket::sent,
                                ModemSocket::received)
                        .containsExactly(whole.closedBy(), whole.closedNanos(), whole.sent(), whole.received());
            }
        }
    }

    @Nested
    @DisplayName("what the modem does not take")
    class NotTaken {
        @Test
        @DisplayName("SEND FAIL: not in the stream, but counted")
        void sendFail() {
            Transcript transcript = opened(0);
            send(transcript, "first", "SEND FAIL");
            send(transcript, "first", "SEND OK");

            ModemSocket socket = only(transcript);

            assertThat(socket.sent()).isEqualTo(5);
            assertThat(socket.refused()).isEqualTo(5);
            assertThat(events).filteredOn(SocketEvent.Data.class::isInstance).hasSize(1);
        }

        @Test
        @DisplayName("ERROR: told as not accepted, until the host sends again")
        void error() {
            Transcript transcript = opened(0);
            send(transcript, "good", "SEND OK");
            send(transcript, "bad", "ERROR");

            ModemSocket socket = only(transcript);
            assertThat(socket.sent()).isEqualTo(4);
            assertThat(socket.refused()).isEqualTo(3);
            assertThat(socket.tx().length()).isEqualTo(7);
            assertThat(events).last().isInstanceOfSatisfying(SocketEvent.Data.class, data -> {
                assertThat(data.accepted()).isFalse();
                assertThat(data.offset()).isEqualTo(4);
                assertThat(data.bytes().latin1()).isEqualTo("bad");
            });
        }

        @Test
        @DisplayName("the same bytes refused twice stand once, others behind them, and accepted ones in their place")
        void sentAgain() {
            Transcript transcript = opened(0);
            send(transcript, "bad", "ERROR");
            send(transcript, "bad", "ERROR");
            send(transcript, "more", "ERROR");
            ModemSocket refused = only(transcript);
            assertThat(stream(Direction.TX)).isEqualTo("badmore");
            assertThat(refused.tx().length()).isEqualTo(7);

            events.clear();
            send(transcript, "bad", "SEND OK");
            SocketFlow again = new SocketFlow(events::add);
            transcript.decode().forEach(again::accept);
            assertThat(stream(Direction.TX)).isEqualTo("bad");
            assertThat(again.sockets().getFirst().tx().length()).isEqualTo(3);
            assertThat(again.sockets().getFirst().refused()).isEqualTo(10);
        }

        @Test
        @DisplayName("no answer, because the record ends or the link is lost: not accepted")
        void unanswered() {
            ModemSocket socket = only(opened(0).ask("AT+QISEND=0,877", "\r\n> ").tx("half"));
            assertThat(socket.sent()).isZero();
            assertThat(socket.refused()).isEqualTo(4);
            assertThat(events)
                    .last()
                    .isInstanceOfSatisfying(
                            SocketEvent.Data.class,
                            data -> assertThat(data.accepted()).isFalse());
        }

        @Test
        @DisplayName("a link that is lost ends sockets and sends")
        void linkLost() {
            Transcript transcript = opened(0).ask("AT+QISEND=0,9", "\r\n> ").tx("half");
            AtDecoder decoder = new AtDecoder(flow::accept);
            transcript.traffic().forEach(decoder::accept);
            decoder.interrupt(99);
            flow.linkLost(99);
            ModemSocket socket = flow.sockets().getFirst();
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.LINK);
            assertThat(socket.closedNanos()).hasValue(99);
            assertThat(socket.refused()).isEqualTo(4);
        }

        @Test
        @DisplayName("ESC: cancelled")
        void cancelled() {
            ModemSocket socket =
                    only(opened(0).ask("AT+QISEND=0", "\r\n> ").tx("abc\u001b").rx("\r\nOK\r\n"));
            assertThat(socket.sent()).isZero();
            assertThat(socket.refused()).isEqualTo(3);
            assertThat(events).noneMatch(SocketEvent.Data.class::isInstance);
        }
    }

    @Nested
    @DisplayName("who closed")
    class WhoClosed {
        @Test
        @DisplayName("the host, where its AT+QICLOSE is the first sign (a library that takes state 3 for closed)")
        void host() {
            Transcript transcript = opened(0)
                    .ask(
                            "AT+QISTATE=1,0",
                            "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,4097,3,1,0,0,\"uart1\"\r\n\r\nOK\r\n")
                    .ask("AT+QICLOSE=0", "\r\n+QIURC: \"closed\",0\r\n\r\nOK\r\n")
                    .ask("AT+QIRD=0,1500", "\r\nERROR\r\n");
            ModemSocket socket = only(transcript);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.HOST);
            assertThat(socket.drained()).isFalse();
            assertThat(bytesAt(transcript, socket.closeEvidence())).isEqualTo("AT+QICLOSE=0");
        }

        @Test
        @DisplayName("the peer, where \"closed\" comes first; a host that closes without reading leaves bytes unread")
        void peerAndNotDrained() {
            Transcript transcript = opened(0)
                    .rx("\r\n+QIURC: \"recv\",0\r\n")
                    .ask("AT+QIRD=0,0", "\r\n+QIRD: 7,0,7\r\n\r\nOK\r\n")
                    .rx("\r\n+QIURC: \"closed\",0\r\n")
                    .ask("AT+QICLOSE=0", "\r\nOK\r\n");
            ModemSocket socket = only(transcript);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.PEER);
            assertThat(bytesAt(transcript, socket.closeEvidence())).isEqualTo("+QIURC: \"closed\",0");
            assertThat(socket.unreadAtClose()).isEqualTo(7);
            assertThat(socket.drained()).isFalse();
        }

        @Test
        @DisplayName("bytes read after the close are counted once, and an empty read says that none are left")
        void drained() {
            ModemSocket socket = only(opened(0)
                    .rx("\r\n+QIURC: \"closed\",0\r\n")
                    .ask("AT+QIRD=0,0", "\r\n+QIRD: 7,0,7\r\n\r\nOK\r\n")
                    .ask("AT+QIRD=0,1500", "\r\n+QIRD: 7\r\n\u0015\u0003\u0003\u0000\u0002\u0002*\r\n\r\nOK\r\n")
                    .ask("AT+QIRD=0,1500", "\r\n+QIRD: 0\r\n\r\nOK\r\n")
                    .ask("AT+QICLOSE=0", "\r\nOK\r\n"));
            assertThat(socket.unreadAtClose()).isEqualTo(7);
            assertThat(socket.received()).isEqualTo(7);
            assertThat(socket.drained()).isTrue();
        }

        @Test
        @DisplayName("what was told as unread and then read is not told twice")
        void toldThenRead() {
            ModemSocket socket = only(opened(0)
                    .ask("AT+QIRD=0,0", "\r\n+QIRD: 7,0,7\r\n\r\nOK\r\n")
                    .rx("\r\n+QIURC: \"closed\",0\r\n")
                    .ask("AT+QIRD=0,5", "\r\n+QIRD: 5\r\n\u0015\u0003\u0003\u0000\u0002\r\n\r\nOK\r\n"));
            assertThat(socket.unreadAtClose()).isEqualTo(7);
            assertThat(socket.unread()).hasValue(7);
            assertThat(socket.drained()).isFalse();
        }

        @Test
        @DisplayName("a host that reads one chunk a \"recv\" leaves bytes that the modem still tells of")
        void oneChunkOnly() {
            ModemSocket socket = only(opened(0)
                    .rx("\r\n+QIURC: \"recv\",0\r\n")
                    .ask("AT+QIRD=0,5", "\r\n+QIRD: 5\r\n\u0016\u0003\u0003\u0000P\r\n\r\nOK\r\n")
                    .ask("AT+QIRD=0,0", "\r\n+QIRD: 85,5,80\r\n\r\nOK\r\n")
                    .pause(30)
                    .rx("\r\n+QIURC: \"closed\",0\r\n"));
            assertThat(socket.unread()).hasValue(80);
            assertThat(socket.unreadAtClose()).isEqualTo(80);
        }

        @Test
        @DisplayName("the network, with \"pdpdeact\", for all sockets of the context")
        void pdp() {
            see(opened(0)
                    .ask("AT+QIOPEN=2,1,\"TCP\",\"h\",7,0,1", "\r\nOK\r\n\r\n+QIOPEN: 1,0\r\n")
                    .rx("\r\n+QIURC: \"pdpdeact\",1\r\n"));
            assertThat(flow.sockets()).extracting(ModemSocket::closedBy).containsExactly(ClosedBy.PDP, ClosedBy.OPEN);
        }

        @Test
        @DisplayName("the modem, where RDY comes unasked")
        void modemReset() {
            Transcript transcript =
                    opened(0).ask("AT+QISEND=0,4", "\r\n> ").tx("lost").rx("\r\nRDY\r\n");
            ModemSocket socket = only(transcript);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.MODEM_RESET);
            assertThat(bytesAt(transcript, socket.closeEvidence())).isEqualTo("RDY");
            assertThat(socket.refused()).isEqualTo(4);
        }

        @Test
        @DisplayName("the host, where it restarts the modem or takes the context down itself")
        void hostByOtherMeans() {
            assertThat(only(opened(0).ask("AT+CFUN=1,1", "\r\nOK\r\n").rx("\r\nPOWERED DOWN\r\n\r\nRDY\r\n"))
                            .closedBy())
                    .isEqualTo(ClosedBy.HOST);
            SocketFlow other = new SocketFlow(event -> {});
            opened(0).ask("AT+QIDEACT=1", "\r\nOK\r\n").decode().forEach(other::accept);
            assertThat(other.sockets().getFirst().closedBy()).isEqualTo(ClosedBy.HOST);
        }

        @Test
        @DisplayName("the peer, with NO CARRIER in transparent mode, whose frame is no data")
        void transparent() {
            Transcript transcript = new Transcript()
                    .ask(OPEN + "2", "\r\nCONNECT\r\n")
                    .tx("up")
                    .rx("down\r\n")
                    .rx("\r\nNO CARRIER\r\n");
            ModemSocket socket = only(transcript);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.PEER);
            assertThat(stream(Direction.TX)).isEqualTo("up");
            assertThat(stream(Direction.RX)).isEqualTo("down\r\n");
            assertThat(socket.received()).isEqualTo(6);
        }

        @Test
        @DisplayName("nobody, where the record ends first")
        void nobody() {
            assertThat(only(opened(0)).closedBy()).isEqualTo(ClosedBy.OPEN);
        }
    }

    @Test
    @DisplayName("an id used again is a socket of its own")
    void idUsedAgain() {
        Transcript transcript = opened(0).ask("AT+QICLOSE=0", "\r\nOK\r\n");
        transcript.ask(OPEN + "1", "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n").rx("\r\n+QIURC: \"recv\",0,2\r\nhi\r\n");
        see(transcript);
        assertThat(flow.sockets()).extracting(ModemSocket::ordinal).containsExactly(0, 1);
        assertThat(flow.sockets()).extracting(ModemSocket::received).containsExactly(0L, 2L);
        assertThat(flow.sockets()).extracting(ModemSocket::isOpen).containsExactly(false, true);
    }

    @Test
    @DisplayName("a refused open says why, and leaves the id to the socket that has it")
    void refusedOpen() {
        Transcript transcript = opened(0)
                .ask(OPEN + "0", "\r\nERROR\r\n")
                .ask("AT+QIGETERROR", "\r\n+QIGETERROR: 563,socket identity has been used\r\n\r\nOK\r\n");
        send(transcript, "still", "SEND OK");
        transcript.ask(OPEN.replace("1,0", "1,1") + "0", "\r\nOK\r\n\r\n+QIOPEN: 1,566\r\n");
        see(transcript);
        assertThat(flow.sockets()).extracting(ModemSocket::openError).containsExactly(0, 563, 566);
        assertThat(flow.sockets()).extracting(ModemSocket::sent).containsExactly(5L, 0L, 0L);
        assertThat(flow.sockets()).extracting(ModemSocket::isOpen).containsExactly(true, false, false);
    }

    @Test
    @DisplayName("a socket that was open before the record began appears with its first bytes")
    void openBefore() {
        ModemSocket socket = only(send(new Transcript(), "hello", "SEND OK"));
        assertThat(socket.isOpen()).isTrue();
        assertThat(socket.host()).isEmpty();
        assertThat(socket.sent()).isEqualTo(5);
    }

    @Test
    @DisplayName("TLS sockets of the modem have ids of their own")
    void tlsSockets() {
        see(opened(0)
                .ask("AT+QSSLOPEN=1,2,0,\"tls.example\",443,0", "\r\nOK\r\n\r\n+QSSLOPEN: 0,0\r\n")
                .ask("AT+QSSLSEND=0,3", "\r\n> ")
                .tx("abc")
                .rx("\r\nSEND OK\r\n")
                .rx("\r\n+QSSLURC: \"closed\",0\r\n"));
        assertThat(flow.sockets()).extracting(ModemSocket::service).containsExactly("TCP", "SSL");
        assertThat(flow.sockets()).extracting(ModemSocket::sent).containsExactly(0L, 3L);
        assertThat(flow.sockets()).extracting(ModemSocket::closedBy).containsExactly(ClosedBy.OPEN, ClosedBy.PEER);
    }

    @Test
    @DisplayName("hex digits are bytes of the stream")
    void hex() {
        ModemSocket socket = only(opened(0).ask("AT+QISENDEX=0,\"160301\"", "\r\nSEND OK\r\n"));
        assertThat(socket.sent()).isEqualTo(3);
        assertThat(stream(Direction.TX)).isEqualTo("\u0016\u0003\u0001");
    }

    @Nested
    @DisplayName("a gap of the link")
    class Gap {
        private static final String STATE =
                "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,4097,2,1,0,0,\"uart1\"\r\n\r\nOK\r\n";

        /** Before it "hello" went out and "world" came; then a send has no answer. */
        private ModemSocket after(int lines, String read, String sent) {
            Transcript transcript = opened(0);
            send(transcript, "hello", "SEND OK");
            transcript.ask("AT+QIRD=0,1500", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n");
            transcript.ask("AT+QISEND=0,4", "\r\n> ").tx("more");
            int gap = transcript.traffic().size();
            transcript.ask("AT+QIRD=0,0", "\r\n+QIRD: " + read + "\r\n\r\nOK\r\n");
            transcript.ask("AT+QISEND=0,0", "\r\n+QISEND: " + sent + "\r\n\r\nOK\r\n");
            transcript.ask("AT+QISTATE=1,0", STATE);
            transcript.ask("AT+QIRD=0,1500", "\r\n+QIRD: 2\r\n!!\r\n\r\nOK\r\n");
            AtDecoder decoder = new AtDecoder(flow::accept);
            transcript.traffic().subList(0, gap).forEach(decoder::accept);
            decoder.interrupt(99);
            flow.linkInterrupted(99);
            assertThat(flow.sockets().getFirst().isOpen()).isTrue();
            transcript.traffic().stream().skip(gap).limit(lines).forEach(decoder::accept);
            return flow.sockets().getFirst();
        }

        @Test
        @DisplayName(
                "ends no socket whose counters say that nothing is missing; a send that was not taken is not part of"
                        + " it")
        void goesOn() {
            ModemSocket socket = after(8, "7,5,2", "5,5,0");
            assertThat(flow.sockets()).hasSize(1);
            assertThat(socket.isOpen()).isTrue();
            assertThat(socket.sent()).isEqualTo(5);
            assertThat(socket.refused()).isEqualTo(4);
            assertThat(stream(Direction.RX)).isEqualTo("world!!");
        }

        @Test
        @DisplayName("that hid the result of a send the modem had taken leaves its bytes in the stream")
        void takenAllTheSame() {
            ModemSocket socket = after(8, "7,5,2", "9,5,4");
            assertThat(socket.sent()).isEqualTo(9);
            assertThat(socket.refused()).isZero();
            assertThat(stream(Direction.TX)).isEqualTo("hellomore");
            assertThat(events.stream()
                            .filter(SocketEvent.Data.class::isInstance)
                            .map(SocketEvent.Data.class::cast)
                            .filter(data -> data.direction() == Direction.TX && data.offset() == 5)
                            .map(SocketEvent.Data::accepted))
                    .containsExactly(false, true);
        }

        @Test
        @DisplayName("ends a socket of which bytes are missing: what comes afterwards is a socket of its own")
        void bytesMissing() {
            ModemSocket socket = after(8, "9,7,2", "5,5,0");
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.LINK);
            assertThat(socket.closedNanos()).hasValue(99);
            assertThat(flow.sockets()).hasSize(2);
            assertThat(flow.sockets().getLast().received()).isEqualTo(2);
        }

        @Test
        @DisplayName("ends a socket whose counters of what was sent do not agree")
        void sentDisagrees() {
            assertThat(after(4, "7,5,2", "7,5,2").closedBy()).isEqualTo(ClosedBy.LINK);
        }

        @Test
        @DisplayName("from which the record does not come back ends the socket when the link was lost")
        void recordEnds() {
            assertThat(after(0, "7,5,2", "5,5,0").isOpen()).isTrue();
            flow.linkNotRegained();
            assertThat(flow.sockets().getFirst().closedBy()).isEqualTo(ClosedBy.LINK);
            assertThat(flow.sockets().getFirst().closedNanos()).hasValue(99);
        }
    }
}
