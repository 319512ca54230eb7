package dev.parley.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.GrowingList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The window that the list control is given")
class LineWindowTest {
    private static final int MOST = 16;

    private final GrowingList<Exchange> log = new GrowingList<>();
    private final ConsoleList lines = new ConsoleList();
    private final LineWindow window = new LineWindow(lines, MOST);

    private void come(int count) {
        for (int i = 0; i < count; i++) {
            log.add(new Exchange(
                    log.size(), Exchange.Kind.COMMAND, "AT", Optional.of(ResultCode.OK), "OK", 0, 0, List.of()));
        }
        lines.follow(log.picture(), false);
    }

    private List<Integer> rows() {
        return window.stream().map(ConsoleItem::row).toList();
    }

    @Test
    @DisplayName("holds every line while they are few")
    void few() {
        come(MOST);
        assertThat(rows()).hasSize(MOST).startsWith(0).endsWith(MOST - 1);
        assertThat(window.isPart()).isFalse();
    }

    @Test
    @DisplayName("goes on with the end until it is told to stay where it is")
    void staysOrGoesOn() {
        come(100);
        assertThat(rows()).startsWith(84).endsWith(99);
        window.stay(false);
        come(50);
        assertThat(rows()).startsWith(84).endsWith(99);
        window.stay(true);
        assertThat(rows()).startsWith(134).endsWith(149);
    }

    @Test
    @DisplayName("moves to a line that is not well inside, and only then")
    void moves() {
        come(100);
        window.stay(false);
        assertThat(window.show(50)).isTrue();
        assertThat(rows()).contains(50, 45, 55).hasSize(MOST);
        assertThat(window.show(51)).isFalse();
        assertThat(window.show(0)).isTrue();
        assertThat(rows()).startsWith(0);
        assertThat(window.show(1)).as("there is nothing above it").isFalse();
    }

    @Test
    @DisplayName("tells changes from which a listener can rebuild it, whatever happens")
    void changesAreComplete() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Integer> mirror = new ArrayList<>();
        window.addListener((ListChangeListener<ConsoleItem>) change -> {
            while (change.next()) {
                if (!change.wasUpdated()) {
                    mirror.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                            .clear();
                    mirror.addAll(
                            change.getFrom(),
                            change.getAddedSubList().stream()
                                    .map(ConsoleItem::row)
                                    .toList());
                }
            }
        });
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(7)) {
                case 0, 1 -> come(random.nextInt(4));
                case 2 -> window.stay(random.nextBoolean());
                case 3 -> window.show(random.nextInt(Math.max(1, lines.size())));
                case 4 -> {
                    int kept = 1 + random.nextInt(20);
                    IntList rows = new IntList();
                    for (int row = 0; row < log.size(); row += kept) {
                        rows.add(row);
                    }
                    lines.filter(rows, row -> row % kept == 0);
                }
                case 5 -> lines.showAll();
                default -> {
                    if (lines.total() > 0) {
                        lines.alsoShow(new int[] {random.nextInt(lines.total())});
                    }
                }
            }
            assertThat(mirror).as("seed %d step %d", seed, step).isEqualTo(rows());
        }
    }
}
