package dev.parley.mqtt;

/** Topic names and topic filters (MQTT 3.1.1 and MQTT 5 section 4.7), and shared subscriptions (MQTT 5 section 4.8.2). */
public final class Topics {
    private static final String SHARED = "$share/";

    private Topics() {}

    static void checkName(String topic, Verdict verdict) {
        if (topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
            verdict.broken("there is a wildcard in the topic of a message", "3.3.2-2");
        }
    }

    static void checkFilter(String filter, int level, Verdict verdict) {
        String plain = filter;
        if (level >= 5 && filter.startsWith(SHARED)) {
            int end = filter.indexOf('/', SHARED.length());
            String name = end < 0 ? filter.substring(SHARED.length()) : filter.substring(SHARED.length(), end);
            if (name.isEmpty()) {
                verdict.broken("the shared subscription has no name", "4.8.2-1");
            }
            if (name.indexOf('#') >= 0 || name.indexOf('+') >= 0) {
                verdict.broken("there is a wildcard in the name of the shared subscription", "4.8.2-2");
            }
            plain = end < 0 ? "" : filter.substring(end + 1);
        }
        if (plain.isEmpty()) {
            verdict.broken("a topic filter is empty", "4.7.3-1");
            return;
        }
        int hash = plain.indexOf('#');
        if (hash >= 0 && (hash < plain.length() - 1 || (hash > 0 && plain.charAt(hash - 1) != '/'))) {
            verdict.broken("the # in a topic filter is not a last level of its own", level, "4.7.1-2", "4.7.1-1");
        }
        for (int at = plain.indexOf('+'); at >= 0; at = plain.indexOf('+', at + 1)) {
            boolean alone = (at == 0 || plain.charAt(at - 1) == '/')
                    && (at == plain.length() - 1 || plain.charAt(at + 1) == '/');
            if (!alone) {
                verdict.broken("a + in a topic filter is not a level of its own", level, "4.7.1-3", "4.7.1-2");
                return;
            }
        }
    }

    static boolean isShared(String filter) {
        return filter.startsWith(SHARED);
    }

    /** True if messages of {@code topic} go to subscribers of {@code filter}; a shared filter's name does not matter. */
    public static boolean matches(String filter, String topic) {
        String plain = filter;
        if (isShared(filter)) {
            int end = filter.indexOf('/', SHARED.length());
            plain = end < 0 ? "" : filter.substring(end + 1);
        }
        if (topic.startsWith("$") && (plain.startsWith("#") || plain.startsWith("+"))) {
            return false;
        }
        String[] wanted = plain.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
