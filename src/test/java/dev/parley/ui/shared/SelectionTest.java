package dev.parley.ui.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A selection")
class SelectionTest {
    private final Selection selection = new Selection();

    @Test
    @DisplayName("touches whatever shares a byte with it, in the same direction only")
    void touchesByOverlap() {
        selection.select(new Focus.OnExchange(3), List.of(tx(100, 977), rx(40, 44)), 5, 9);

        assertThat(selection.get().touches(List.of(tx(976, 990)))).isTrue();
        assertThat(selection.get().touches(List.of(rx(43, 44)))).isTrue();
        assertThat(selection.get().touches(List.of(tx(977, 990))))
                .as("begins where it ends")
                .isFalse();
        assertThat(selection.get().touches(List.of(rx(100, 977))))
                .as("the other direction")
                .isFalse();
        assertThat(selection.get().touches(List.of())).isFalse();
    }

    @Test
    @DisplayName("is on the one thing that was pointed at, until it is cleared")
    void remembersItsFocus() {
        selection.select(new Focus.OnMessage(0, 6), List.of(tx(0, 10)), 5, 9);

        assertThat(selection.get().isOn(new Focus.OnMessage(0, 6))).isTrue();
        assertThat(selection.get().isOn(new Focus.OnMessage(0, 7))).isFalse();
        assertThat(selection.get().hasTime()).isTrue();

        selection.clear();

        assertThat(selection.get().isNothing()).isTrue();
        assertThat(selection.get().hasTime()).isFalse();
    }

    @Test
    @DisplayName("is told once, also where the same thing is pointed at again")
    void isToldOnce() {
        List<Object> heard = new ArrayList<>();
        selection.property().addListener((observable, before, now) -> heard.add(now));

        selection.select(new Focus.OnExchange(1), List.of(tx(0, 1)), 0, 0);
        selection.select(new Focus.OnExchange(1), List.of(tx(0, 1)), 0, 0);

        assertThat(heard).hasSize(1);
    }

    @Test
    @DisplayName("finds the same as looking at every place would")
    void findsLikeASimpleSearch() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Place> places = places(random, 12);
            PlaceSet set = PlaceSet.of(places);
            for (Place probe : places(random, 30)) {
                boolean simple = places.stream().anyMatch(place -> place.length() > 0 && place.overlaps(probe));
                assertThat(set.touches(probe))
                        .as("seed %d: %s among %s", seed, probe, places)
                        .isEqualTo(simple);
            }
        }
    }

    private static List<Place> places(Random random, int count) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(200);
            places.add(
                    new Place(random.nextBoolean() ? Direction.TX : Direction.RX, from, from + 1 + random.nextInt(20)));
        }
        return places;
    }

    private static Place tx(long from, long to) {
        return new Place(Direction.TX, from, to);
    }

    private static Place rx(long from, long to) {
        return new Place(Direction.RX, from, to);
    }
}
