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

@DisplayName("The console's list")
class ExchangeListTest {
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

    @Test
    @DisplayName("draws a row again when its command gets its answer")
    void followsOpenExchanges() {
        GrowingList<Exchange> log = new GrowingList<>();
        ExchangeList list = new ExchangeList();
        log.add(exchange(0, "AT", false));
        log.add(exchange(1, "AT+QIACT=1", true));
        list.follow(log.picture(), true);
        List<Integer> updated = new ArrayList<>();
        list.addListener((ListChangeListener<Exchange>) change -> {
            while (change.next()) {
                if (change.wasUpdated()) {
                    updated.add(change.getFrom());
                }
            }
        });

        log.replace(1, exchange(1, "AT+QIACT=1", false));
        list.follow(log.picture(), false);

        assertThat(updated).containsExactly(1);
        assertThat(list.get(1).isOpen()).isFalse();
    }

    @Test
    @DisplayName("hides what does not pass the filter, also of what comes later, and shows all again without it")
    void filters() {
        GrowingList<Exchange> log = new GrowingList<>();
        ExchangeList list = new ExchangeList();
        log.add(exchange(0, "AT", false));
        log.add(exchange(1, "AT+QIRD=0,1500", false));
        list.follow(log.picture(), true);
        list.filter(exchange -> exchange.text().contains("QIRD"), false);
        assertThat(list).extracting(Exchange::number).containsExactly(1L);

        log.add(exchange(2, "AT+QISEND=0,5", false));
        log.add(exchange(3, "AT+QIRD=0,1500", false));
        list.follow(log.picture(), false);
        assertThat(list).extracting(Exchange::number).containsExactly(1L, 3L);
        assertThat(list.total()).isEqualTo(4);

        list.filter(exchange -> true, true);
        assertThat(list).hasSize(4);
    }

    @Test
    @DisplayName("is empty again when another session begins")
    void startsAnew() {
        ExchangeList list = new ExchangeList();
        list.follow(List.of(exchange(0, "AT", false), exchange(1, "ATI", false)), true);

        list.follow(List.of(exchange(0, "AT+CSQ", true)), true);

        assertThat(list).extracting(Exchange::text).containsExactly("AT+CSQ");
    }

    @Test
    @DisplayName("tells changes from which a listener can rebuild it, whatever comes in whatever order")
    void changesAreComplete() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            GrowingList<Exchange> log = new GrowingList<>();
            ExchangeList list = new ExchangeList();
            List<Exchange> mirror = new ArrayList<>();
            list.addListener((ListChangeListener<Exchange>) change -> {
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
                switch (random.nextInt(5)) {
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
                        list.filter(
                                exchange -> exchange.text().equals("AT" + wanted) && (open || !exchange.isOpen()),
                                false);
                    }
                    default -> list.filter(exchange -> true, true);
                }
                list.follow(log.picture(), step == 0);
                assertThat(mirror)
                        .as("seed %d round %d step %d", seed, round, step)
                        .isEqualTo(List.copyOf(list));
            }
        }
    }
}
