package dev.parley.tls;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a stream, in words. Hostile bytes may break in every record: only the first hundred are kept, and the rest counted. */
final class Problems {
    private static final int MOST = 100;

    private final List<String> texts = new ArrayList<>();
    private int more;

    void add(String text) {
        if (texts.size() < MOST) {
            texts.add(text);
        } else {
            more++;
        }
    }

    List<String> texts() {
        List<String> all = new ArrayList<>(texts);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
