package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedLinkTest {
    private final Journal journal =
            Journal.inMemory(SessionHeader.of("test", "sim:memory", Instant.EPOCH), System::nanoTime);

    @Test
    void neverPutsAnAnswerBeforeItsCommand() throws Exception {
        // The modem answers inside the write: no link can be faster.
        MemoryLink[] cable = new MemoryLink[1];
        cable[0] = new MemoryLink(bytes -> cable[0].say(Bytes.latin1("\r\nOK\r\n")));
        Heard heard = new Heard();
        try (RecordedLink link = new RecordedLink(cable[0], journal)) {
            link.start(heard);
            link.write(Bytes.latin1("AT\r"), Event.Origin.OPERATOR);
        }

        assertThat(events())
                .containsExactly("OPENED sim:memory", "tx OPERATOR AT\r", "rx MODEM \r\nOK\r\n", "CLOSED sim:memory");
        assertThat(heard.bytes()).isEqualTo(Bytes.latin1("\r\nOK\r\n"));
    }

    @Test
    void recordsBytesBeforeTheListenerHearsThem() {
        MemoryLink cable = new MemoryLink(bytes -> {});
        List<Long> recorded = new ArrayList<>();
        RecordedLink link = new RecordedLink(cable, journal);
        link.start(new Link.Listener() {
            @Override
            public void received(Bytes bytes, long stamp) {
                recorded.add(journal.bytes(Direction.RX));
            }

            @Override
            public void lost(LinkException why) {}
        });

        cable.say(Bytes.latin1("\r\nRDY\r\n"));

        assertThat(recorded).containsExactly(7L);
    }

    @Test
    void tellsOfALossOnceAndRefusesToWriteAfterwards() {
        MemoryLink cable = new MemoryLink(bytes -> {});
        RecordedLink link = new RecordedLink(cable, journal);
        Heard heard = new Heard();
        link.start(heard);
        cable.cut();

        assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"), Event.Origin.PARLEY))
                .hasMessage("the cable is cut");
        cable.lose();
        assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"), Event.Origin.PARLEY))
                .hasMessage("the link sim:memory is lost; wait until it is back, or connect again");
        link.close();
        link.close();

        assertThat(heard.losses()).containsExactly("the cable is cut");
        assertThat(events())
                .containsExactly(
                        "OPENED sim:memory",
                        "tx PARLEY AT\r",
                        "LOST the cable is cut (the last 3 bytes may not have left)",
                        "CLOSED sim:memory");
    }

    @Test
    void recordsAGapAndGoesOnAfterIt() throws Exception {
        MemoryLink cable = new MemoryLink(bytes -> {});
        RecordedLink link = new RecordedLink(cable, journal);
        Heard heard = new Heard();
        link.start(heard);

        cable.interrupt();
        assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"), Event.Origin.PARLEY))
                .hasMessageContaining("is lost");
        cable.regain("sim:memory after 1.0 s");
        link.write(Bytes.latin1("AT\r"), Event.Origin.PARLEY);
        cable.say(Bytes.latin1("\r\nOK\r\n"));
        link.close();

        assertThat(heard.gaps()).containsExactly("interrupted: the cable is cut", "regained: sim:memory after 1.0 s");
        assertThat(events())
                .containsExactly(
                        "OPENED sim:memory",
                        "LOST the cable is cut",
                        "REGAINED sim:memory after 1.0 s",
                        "tx PARLEY AT\r",
                        "rx MODEM \r\nOK\r\n",
                        "CLOSED sim:memory");
    }

    @Test
    void recordsThatALinkThatWasWaitedForIsGivenUp() {
        MemoryLink cable = new MemoryLink(bytes -> {});
        RecordedLink link = new RecordedLink(cable, journal);
        link.start(new Heard());

        cable.interrupt();
        cable.lose();
        link.close();

        List<String> events = events();
        assertThat(events.get(1)).isEqualTo("LOST the cable is cut");
        assertThat(events.get(2)).contains("link.given-up", "the cable is cut");
        assertThat(events.get(3)).isEqualTo("CLOSED sim:memory");
        assertThat(events).hasSize(4);
    }

    @Test
    void tellsWhoWaitsOfALossBeforeTheWriterHearsOfIt() {
        MemoryLink cable = new MemoryLink(bytes -> {});
        RecordedLink link = new RecordedLink(cable, journal);
        Heard heard = new Heard();
        link.start(heard);
        cable.cut();

        assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"), Event.Origin.PARLEY))
                .hasMessage("the cable is cut");
        assertThat(heard.losses()).containsExactly("the cable is cut");
    }

    @Test
    void recordsWhoSetTheLines() throws Exception {
        MemoryLink cable = new MemoryLink(bytes -> {});
        RecordedLink link = new RecordedLink(cable, journal);
        link.start(new Heard());

        link.lines(false, true);
        cable.signal(new Link.LineSignals(true, true, false, false, true, false));

        assertThat(cable.lines()).containsExactly("DTR off, RTS on");
        assertThat(events().getLast()).contains("Signals", "cts=true", "dsr=true", "dcd=false", "dtr=false");
        assertThat(events().get(1)).contains("link.lines", "DTR off, RTS on");
    }

    private List<String> events() {
        List<String> lines = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            lines.add(
                    switch (journal.event(n)) {
                        case Event.Traffic t ->
                            t.direction().word() + " " + t.origin() + " "
                                    + t.bytes().latin1();
                        case Event.LinkChange c -> c.state() + " " + c.detail();
                        case Event other -> other.toString();
                    });
        }
        return lines;
    }
}
