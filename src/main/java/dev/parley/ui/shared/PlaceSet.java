package dev.parley.ui.shared;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Places on the link, merged and sorted, so that asking whether something lies among them costs a binary search. */
public final class PlaceSet {
    private static final PlaceSet EMPTY = new PlaceSet(List.of());

    private final Map<Direction, List<Place>> merged = new EnumMap<>(Direction.class);

    private PlaceSet(Collection<Place> places) {
        for (Direction direction : Direction.values()) {
            List<Place> sorted = places.stream()
                    .filter(place -> place.direction() == direction && place.length() > 0)
                    .sorted(Comparator.comparingLong(Place::from))
                    .toList();
            List<Place> result = new ArrayList<>();
            for (Place place : sorted) {
                if (!result.isEmpty() && result.getLast().to() >= place.from()) {
                    Place last = result.removeLast();
                    result.add(new Place(direction, last.from(), Math.max(last.to(), place.to())));
                } else {
                    result.add(place);
                }
            }
            merged.put(direction, List.copyOf(result));
        }
    }

    public static PlaceSet of(Collection<Place> places) {
        return places.isEmpty() ? EMPTY : new PlaceSet(places);
    }

    /** The places, merged. */
    public List<Place> all() {
        return merged.values().stream().flatMap(List::stream).toList();
    }

    public boolean isEmpty() {
        return merged.values().stream().allMatch(List::isEmpty);
    }

    /** True if {@code place} shares a byte with these. */
    public boolean touches(Place place) {
        List<Place> line = merged.getOrDefault(place.direction(), List.of());
        int low = 0;
        int high = line.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (line.get(middle).to() > place.from()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low < line.size() && line.get(low).overlaps(place);
    }

    /** True if one of {@code places} shares a byte with these. */
    public boolean touches(Collection<Place> places) {
        for (Place place : places) {
            if (touches(place)) {
                return true;
            }
        }
        return false;
    }
}
