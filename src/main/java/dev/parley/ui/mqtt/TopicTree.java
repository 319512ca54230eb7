package dev.parley.ui.mqtt;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The topics of a session's messages as a tree, with counts and the last message of each. Grows; one owner. */
final class TopicTree {
    /** Deeper levels stand together in the last: a topic of 30,000 slashes is no tree. */
    private static final int MOST_LEVELS = 32;

    /** A level of topics. */
    static final class Node {
        private final String name;
        private final String topic;
        private final Map<String, Node> children = new TreeMap<>();
        private int count;
        private Optional<MqttRow> last = Optional.empty();

        private Node(String name, String topic) {
            this.name = name;
            this.topic = topic;
        }

        /** The level's own name; may be empty, as topics may have empty levels. */
        String name() {
            return name;
        }

        /** The topic from its first level to this one. */
        String topic() {
            return topic;
        }

        /** How many messages came to this topic and to those below it. */
        int count() {
            return count;
        }

        /** The last message of just this topic. */
        Optional<MqttRow> last() {
            return last;
        }

        Collection<Node> children() {
            return children.values();
        }

        /** For example {@code temperature  3  21.5}. */
        String words() {
            return (name.isEmpty() ? "(empty)" : name) + "  " + count
                    + last.map(row -> "  " + row.payload()).orElse("");
        }
    }

    private final Node root = new Node("", "");

    Node root() {
        return root;
    }

    void add(MqttRow message) {
        Node node = root;
        node.count++;
        StringBuilder topic = new StringBuilder();
        String[] levels = message.packet().topic().split("/", MOST_LEVELS);
        for (int i = 0; i < levels.length; i++) {
            topic.append(i == 0 ? "" : "/").append(levels[i]);
            String whole = topic.toString();
            String name = levels[i];
            node = node.children.computeIfAbsent(name, its -> new Node(its, whole));
            node.count++;
        }
        node.last = Optional.of(message);
    }
}
