package dev.parley.ui.sidebar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Event;
import dev.parley.journal.Event.LinkChange.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkPictureTest {
    private static final Event OPENED = new Event.LinkChange(1, 0, State.OPENED, "serial:/dev/ttyUSB2");
    private static final Event SIGNALS = new Event.Signals(2, 0, true, true, false, false, true, true);
    private static final Event LOST = new Event.LinkChange(3, 1, State.LOST, "the port /dev/ttyUSB2 is gone");

    @Test
    void showsTheLinesAsTheyWereSeenLast() {
        Event later = new Event.Signals(5, 2, false, true, false, false, true, true);

        assertThat(LinkPicture.of(List.of(OPENED, SIGNALS, later)).signals()).contains((Event.Signals) later);
        assertThat(LinkPicture.of(List.of(OPENED)).signals()).isEmpty();
        assertThat(LinkPicture.of(List.of(OPENED, SIGNALS)).news()).isEmpty();
    }

    @Test
    void saysThatTheLinkIsLostAndThatItIsBack() {
        LinkPicture lost = LinkPicture.of(List.of(OPENED, SIGNALS, LOST));
        assertThat(lost.lost()).isTrue();
        assertThat(lost.news()).contains("Link lost: the port /dev/ttyUSB2 is gone");

        LinkPicture back = LinkPicture.of(List.of(
                OPENED,
                LOST,
                new Event.LinkChange(4, 2, State.REGAINED, "serial:/dev/ttyUSB2 after 3.1 s, attempt 4")));
        assertThat(back.lost()).isFalse();
        assertThat(back.news().orElseThrow()).startsWith("Link is back: serial:/dev/ttyUSB2 after 3.1 s, attempt 4");
    }

    @Test
    void showsNothingOfALinkThatIsClosed() {
        assertThat(LinkPicture.of(List.of(
                        OPENED, SIGNALS, LOST, new Event.LinkChange(4, 2, State.CLOSED, "serial:/dev/ttyUSB2"))))
                .isEqualTo(LinkPicture.NONE);
    }
}
