package dev.parley.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The console's list")
class ConsoleListTest {
    private static final RowPart PART = new RowPart(0, Direction.TX, 0, "command", "AT", true, false);

    private static Exchange exchange(long number, String text, boolean open) {
        return new Exchange(
                number,
                Exchange.Kind.COMMAND,
                text,
                open ? Optional.empty() : Optional.of(ResultCode.OK),
                open ? "" : "OK",
                0,
                0,
                List.of());
    }

    /** Filters as the model does: the rows there are by a scan, later ones by the test. */
    private static void filter(ConsoleList list, java.util.function.Predicate<Exchange> wanted) {
        java.util.function.IntPredicate test =
                row -> wanted.test(list.exchanges().get(row));
        IntList passing = new IntList();
        IntStream.range(0, list.total()).filter(test).forEach(passing::add);
        list.filter(passing, test);
    }

    private static List<Long> numbers(ConsoleList list) {
        return list.stream().map(item -> item.exchange().number()).toList();
    }

    @Test
    @DisplayName("draws a row again when its command gets its answer, however long that waited")
    void followsOpenExchanges() {
        GrowingList<Exchange> log = new GrowingList<>();
        ConsoleList list = new ConsoleList();
        log.add(exchange(0, "AT", false));
        log.add(exchange(1, "AT+QIACT=1", true));
        log.add(exchange(2, "RDY", false));
        list.follow(log.picture(), true);
        List<Integer> updated = new ArrayList<>();
        list.addListener((ListChangeListener<ConsoleItem>) change -> {
            while (change.next()) {
                if (change.wasUpdated()) {
                    updated.add(change.getFrom());
                }
            }
        });

        list.follow(log.picture(), false);
        assertThat(updated).isEmpty();
        log.replace(1, exchange(1, "AT+QIACT=1", false));
        list.follow(log.picture(), false);

        assertThat(updated).containsExactly(1);
        assertThat(list.get(1).exchange().isOpen()).isFalse();
    }

    @Test
    @DisplayName("hides what does not pass the filter, also of what comes later, and shows all again without it")
    void filters() {
        GrowingList<Exchange> log = new GrowingList<>();
        ConsoleList list = new ConsoleList();
        log.add(exchange(0, "AT", false));
        log.add(exchange(1, "AT+QIRD=0,1500", false));
        list.follow(log.picture(), true);
        filter(list, exchange -> exchange.text().contains("QIRD"));
        assertThat(numbers(list)).containsExactly(1L);

        log.add(exchange(2, "AT+QISEND=0,5", false));
        log.add(exchange(3, "AT+QIRD=0,1500", false));
        list.follow(log.picture(), false);
        assertThat(numbers(list)).containsExactly(1L, 3L);
        assertThat(list.total()).isEqualTo(4);
        assertThat(list.line(2))
                .as("the line of a hidden row is that of the next one")
                .isEqualTo(1);

        list.showAll();
        assertThat(list).hasSize(4);
    }

    @Test
    @DisplayName("puts what a scan finds late where it belongs")
    void takesLateRows() {
        ConsoleList list = new ConsoleList();
        list.follow(
                IntStream.range(0, 6)
                        .mapToObj(i -> exchange(i, "AT" + i, false))
                        .toList(),
                true);
        list.filter(new IntList(), row -> false);
        list.alsoShow(new int[] {1, 4});
        list.alsoShow(new int[] {0, 4, 5});
        assertThat(numbers(list)).containsExactly(0L, 1L, 4L, 5L);
    }

    @Test
    @DisplayName("shows the parts of an opened row below it, and keeps them there whatever comes or is hidden above")
    void opens() {
        GrowingList<Exchange> log = new GrowingList<>();
        ConsoleList list = new ConsoleList();
        for (int i = 0; i < 5; i++) {
            log.add(exchange(i, "AT" + i, false));
        }
        list.follow(log.picture(), true);
        list.open(1, List.of(PART, PART));
        list.open(3, List.of(PART));
        assertThat(numbers(list)).containsExactly(0L, 1L, 1L, 1L, 2L, 3L, 3L, 4L);
        assertThat(list.get(1)).isInstanceOf(ConsoleItem.Head.class);
        assertThat(list.get(2)).isInstanceOf(ConsoleItem.Part.class);
        assertThat(list.line(4)).isEqualTo(7);

        filter(list, exchange -> exchange.number() != 1);
        assertThat(numbers(list)).containsExactly(0L, 2L, 3L, 3L, 4L);
        list.showAll();
        list.close(3);
        assertThat(numbers(list)).containsExactly(0L, 1L, 1L, 1L, 2L, 3L, 4L);
    }

    @Test
    @DisplayName("is empty again when another session begins")
    void startsAnew() {
        ConsoleList list = new ConsoleList();
        list.follow(List.of(exchange(0, "AT", false), exchange(1, "ATI", false)), true);
        list.open(0, List.of(PART));

        list.follow(List.of(exchange(0, "AT+CSQ", true)), true);

        assertThat(list).extracting(item -> item.exchange().text()).containsExactly("AT+CSQ");
    }

    @Test
    @DisplayName("tells changes from which a listener can rebuild it, whatever comes in whatever order")
    void changesAreComplete() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            GrowingList<Exchange> log = new GrowingList<>();
            ConsoleList list = new ConsoleList();
            List<ConsoleItem> mirror = new ArrayList<>();
            list.addListener((ListChangeListener<ConsoleItem>) change -> {
                while (change.next()) {
                    if (change.wasUpdated()) {
                        for (int i = change.getFrom(); i < change.getTo(); i++) {
                            mirror.set(i, change.getList().get(i));
                        }
                    } else {
                        mirror.subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                                .clear();
                        mirror.addAll(change.getFrom(), change.getAddedSubList());
                    }
                }
            });
            for (int step = 0; step < 40; step++) {
                switch (random.nextInt(7)) {
                    case 0, 1 -> log.add(exchange(log.size(), "AT" + random.nextInt(3), random.nextInt(3) == 0));
                    case 2 -> {
                        if (!log.isEmpty()) {
                            int index = random.nextInt(log.size());
                            if (log.get(index).isOpen()) {
                                log.replace(
                                        index, exchange(index, log.get(index).text(), false));
                            }
                        }
                    }
                    case 3 -> {
                        int wanted = random.nextInt(3);
                        boolean open = random.nextBoolean();
                        filter(list, exchange -> exchange.text().equals("AT" + wanted) && (open || !exchange.isOpen()));
                    }
                    case 4 -> {
                        if (list.total() > 0) {
                            list.open(random.nextInt(list.total()), List.of(PART, PART));
                        }
                    }
                    case 5 -> {
                        if (list.total() > 0) {
                            list.close(random.nextInt(list.total()));
                        }
                    }
                    default -> list.showAll();
                }
                list.follow(log.picture(), step == 0);
                assertThat(mirror.stream().map(ConsoleListTest::told))
                        .as("seed %d round %d step %d", seed, round, step)
                        .isEqualTo(list.stream().map(ConsoleListTest::told).toList());
            }
        }
    }

    /** What a line shows, save the time of the line before it, which the listener is not told of. */
    private static Object told(ConsoleItem item) {
        return switch (item) {
            case ConsoleItem.Head head -> List.of(head.row(), head.exchange(), head.open());
            case ConsoleItem.Part part -> List.of(part.row(), part.part());
        };
    }
}
