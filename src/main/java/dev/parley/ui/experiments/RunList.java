package dev.parley.ui.experiments;

import dev.parley.journal.SessionHeader;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runs of this window, newest last: each session with TLS that was shown, live or opened from a file. The files of the live
 * ones are kept by whoever records them. No toolkit.
 */
final class RunList {
    private static final int MOST = 200;

    /** A session, and its run. */
    private record Kept(SessionHeader header, Run run) {}

    private final List<Kept> kept = new ArrayList<>();
    private String wanted = "as usual";
    private int begun;

    /** The next session that begins is run with {@code words}. */
    void begin(List<String> words) {
        wanted = words.isEmpty() ? "as usual" : String.join(", ", words);
    }

    /** Takes in what is shown; true if a run is new or has got further. */
    boolean follow(Shown shown) {
        if (shown.conversation().isEmpty() || shown.socket().isEmpty()) {
            return false;
        }
        SessionHeader header = shown.snapshot().header();
        Optional<Kept> before =
                kept.stream().filter(it -> it.header().equals(header)).findFirst();
        if (before.isEmpty()) {
            begun++;
        }
        Run run = Run.of(
                before.map(it -> it.run().number()).orElse(begun),
                header.started(),
                before.map(it -> it.run().words()).orElse(shown.recorded() ? "recorded: " + header.link() : wanted),
                shown.conversation().get(),
                shown.socket().get());
        if (before.isPresent()) {
            if (before.get().run().equals(run)) {
                return false;
            }
            kept.set(kept.indexOf(before.get()), new Kept(header, run));
            return true;
        }
        kept.add(new Kept(header, run));
        if (kept.size() > MOST) {
            kept.removeFirst();
        }
        return true;
    }

    List<Run> runs() {
        return kept.stream().map(Kept::run).toList();
    }
}
