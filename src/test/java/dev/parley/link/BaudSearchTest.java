package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.link.BaudSearch.Attempt;
import dev.parley.link.BaudSearch.Heard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaudSearchTest {
    private static final Duration WAIT = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @Test
    void findsTheRateAndTellsEachTry() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                OneRateModem modem = OneRateModem.behind(cable, 57_600, "\u00f8\u00c0")) {
            List<Attempt> told = new ArrayList<>();

            assertThat(new BaudSearch(List.of(115_200, 9_600, 57_600, 19_200), WAIT)
                            .search(cable.left(), told::add, () -> true))
                    .hasValue(57_600);
            assertThat(told)
                    .extracting(Attempt::baud, Attempt::heard)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(115_200, Heard.GARBAGE),
                            org.assertj.core.groups.Tuple.tuple(9_600, Heard.GARBAGE),
                            org.assertj.core.groups.Tuple.tuple(57_600, Heard.ANSWER));
            assertThat(told.getFirst().words()).isEqualTo("115200: 4 bytes that make no answer");
            assertThat(modem.asked()).allMatch(text -> text.replace("AT\r", "").isEmpty());
        }
    }

    @Test
    void findsNoneWhereNobodyAnswersAndLetsThePortGo() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                OneRateModem _ = OneRateModem.behind(cable, 1, "")) {
            List<Attempt> told = new ArrayList<>();

            assertThat(new BaudSearch(List.of(115_200, 9_600), Duration.ofMillis(50))
                            .search(cable.left(), told::add, () -> true))
                    .isEmpty();
            assertThat(told).extracting(Attempt::words).containsExactly("115200: nothing", "9600: nothing");
            SerialLink.open(cable.left()).close();
        }
    }

    @Test
    void endsWhereItIsNoLongerWanted() throws Exception {
        try (PtyPair cable = PtyPair.open(folder)) {
            List<Attempt> told = new ArrayList<>();

            assertThat(new BaudSearch(List.of(115_200, 9_600), Duration.ofMillis(50))
                            .search(cable.left(), told::add, told::isEmpty))
                    .isEmpty();
            assertThat(told).hasSize(1);
        }
    }

    @Test
    void isForSerialPortsOnly() {
        assertThatThrownBy(() -> BaudSearch.usual().search(LinkAddress.parse("tcp://h:1"), at -> {}, () -> true))
                .hasMessage("tcp://h:1 has no baud rate; only a serial port has one");
    }
}
