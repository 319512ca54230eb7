package dev.parley.doctor.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Sessions that ended alike: in the same state, ended by the same side, with the same alert and the same first finding. How many bytes
 * had crossed and how old they were may differ; where they do not, that is a sign by itself.
 *
 * @param members one or more
 */
public record Cluster(List<Ending> members) {
    public Cluster {
        members = List.copyOf(members);
    }

    /** What the members have in common. */
    private record Key(boolean success, String state, String closedBy, String alert, String finding) {
        static Key of(Ending ending) {
            Outcome outcome = ending.outcome();
            // Who closes what went well is of no matter.
            return outcome.success()
                    ? new Key(true, "", "", "", "")
                    : new Key(false, outcome.state(), outcome.closedBy(), ending.alert(), outcome.finding());
        }
    }

    /** The clusters of these sessions: those that ended well first, then the largest first. */
    public static List<Cluster> of(List<Ending> endings) {
        Map<Key, List<Ending>> byKey = new LinkedHashMap<>();
        endings.forEach(ending ->
                byKey.computeIfAbsent(Key.of(ending), key -> new ArrayList<>()).add(ending));
        return byKey.values().stream()
                .map(Cluster::new)
                .sorted(Comparator.comparing(Cluster::isGood)
                        .reversed()
                        .thenComparing(Comparator.comparingInt(
                                        (Cluster cluster) -> cluster.members().size())
                                .reversed()))
                .toList();
    }

    public boolean isGood() {
        return members.getFirst().outcome().success();
    }

    /** The first member, which stands for all in what they have in common. */
    public Ending example() {
        return members.getFirst();
    }

    /** Of {@code what} among the members. */
    public LongSummaryStatistics range(ToLongFunction<Outcome> what) {
        return members.stream().map(Ending::outcome).mapToLong(what).summaryStatistics();
    }
}
