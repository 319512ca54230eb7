package dev.parley.export;

import dev.parley.doctor.soak.Cluster;
import dev.parley.doctor.soak.Ending;
import dev.parley.doctor.soak.Outcome;
import dev.parley.tls.Comparison;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.LongFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sessions that ended alike, to read and for scripts: what {@code parley compare} tells of three or more. */
public final class ClusterReport {
    private ClusterReport() {}

    /** The clusters with their sessions; every line ends with LF. */
    public static String text(List<Ending> endings) {
        List<Cluster> clusters = Cluster.of(endings);
        StringBuilder out = new StringBuilder();
        for (Cluster cluster : clusters) {
            line(out, title(cluster));
            line(out, "    " + ranges(cluster));
            difference(cluster, clusters).ifPresent(words -> line(out, "    " + words));
            cluster.members().forEach(ending -> line(out, "    " + ending.name()));
            out.append('\n');
        }
        return out.toString();
    }

    /** How many ended so, and how: {@code 3 sessions died alike: CLIENT_CERTIFICATE, closed by peer, certificate-refused}. */
    public static String title(Cluster cluster) {
        Outcome outcome = cluster.example().outcome();
        int size = cluster.members().size();
        String sessions = size + (size == 1 ? " session" : " sessions");
        return cluster.isGood()
                ? sessions + " ended well"
                : sessions + " died " + (size == 1 ? "so" : "alike") + ": " + outcome.state()
                        + (outcome.closedBy().isEmpty() ? "" : ", closed by " + outcome.closedBy())
                        + (cluster.example().alert().isEmpty()
                                ? ""
                                : ", " + cluster.example().alert())
                        + (outcome.finding().isEmpty() ? "" : ", " + outcome.finding());
    }

    /** Between what its members lie: bytes each way, and how old they were. */
    public static String ranges(Cluster cluster) {
        return range(cluster.range(Outcome::sent), Words::grouped) + " bytes sent, "
                + range(cluster.range(Outcome::received), Words::grouped) + " received, "
                + range(cluster.range(Outcome::ageNanos), Words::seconds) + " s old";
    }

    /** One object: {@code {"clusters":[{"good","state","closedBy","alert","finding","difference","sessions":[...]}]}}. */
    public static String json(List<Ending> endings) {
        List<Cluster> clusters = Cluster.of(endings);
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode all = root.putArray("clusters");
        for (Cluster cluster : clusters) {
            Outcome outcome = cluster.example().outcome();
            ObjectNode one = all.addObject().put("good", cluster.isGood());
            if (!cluster.isGood()) {
                one.put("state", outcome.state()).put("closedBy", outcome.closedBy());
                one.put("alert", cluster.example().alert()).put("finding", outcome.finding());
            }
            difference(cluster, clusters).ifPresent(words -> one.put("difference", words));
            ArrayNode sessions = one.putArray("sessions");
            for (Ending ending : cluster.members()) {
                sessions.addObject()
                        .put("file", ending.name())
                        .put("sent", ending.outcome().sent())
                        .put("received", ending.outcome().received())
                        .put("age", Words.secondsNumber(ending.outcome().ageNanos()));
            }
        }
        return root.toString();
    }

    /** Where a kind of death first differs from a session that ended well, if there is one. */
    private static Optional<String> difference(Cluster cluster, List<Cluster> clusters) {
        return clusters.stream()
                .filter(other -> other.isGood() && !cluster.isGood())
                .map(Cluster::example)
                .filter(good -> good.conversation().isPresent()
                        && cluster.example().conversation().isPresent())
                .findFirst()
                .flatMap(good -> ComparisonText.firstDifference(Comparison.of(
                                good.conversation().orElseThrow(),
                                cluster.example().conversation().orElseThrow()))
                        .map(words -> "first difference from " + good.name() + ": " + words));
    }

    private static String range(LongSummaryStatistics range, LongFunction<String> words) {
        return range.getMin() == range.getMax()
                ? words.apply(range.getMin())
                : words.apply(range.getMin()) + " to " + words.apply(range.getMax());
    }

    private static void line(StringBuilder out, String text) {
        out.append(Reports.printable(text)).append('\n');
    }
}
