package dev.parley.ui.flow;

import dev.parley.chart.Chunk;
import dev.parley.chart.FlowBytes;
import dev.parley.chart.FlowPicture;
import dev.parley.chart.Viewport;
import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.ui.shared.FxThread;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The bytes of the link that a chart shows one by one: read in the background, since they may come from a file, and kept while they are
 * in view. Used on the JavaFX thread.
 */
final class LinkBytes {
    private final Function<Place, Bytes> source;
    private final Executor background;
    private final Runnable arrived;
    private Map<Chunk.Wanted, Chunk> read = Map.of();
    private List<Chunk.Wanted> asked = List.of();

    /**
     * Nothing read yet.
     *
     * @param source reads the bytes of a place
     * @param arrived called when there are more bytes to show
     */
    LinkBytes(Function<Place, Bytes> source, Executor background, Runnable arrived) {
        this.source = source;
        this.background = background;
        this.arrived = arrived;
    }

    /** What is known of the bytes in that view; what is not will be read. */
    List<Chunk> in(FlowPicture picture, Viewport viewport) {
        List<Chunk.Wanted> wanted = FlowBytes.wanted(picture, viewport);
        if (!wanted.equals(asked)) {
            asked = wanted;
            if (!read.keySet().containsAll(wanted)) {
                background.execute(() -> read(wanted));
            }
        }
        return wanted.stream().map(read::get).filter(Objects::nonNull).toList();
    }

    /** Another session is looked at: the same places hold other bytes. */
    void forget() {
        read = Map.of();
        asked = List.of();
    }

    private void read(List<Chunk.Wanted> wanted) {
        List<Chunk> chunks = new ArrayList<>();
        try {
            wanted.forEach(one -> chunks.add(one.with(source.apply(one.place()))));
        } catch (UncheckedIOException | IndexOutOfBoundsException closed) {
            // The session's file was closed meanwhile, for another is looked at: then nobody waits for its bytes.
            return;
        }
        FxThread.run(() -> {
            if (wanted.equals(asked)) {
                Map<Chunk.Wanted, Chunk> now = new HashMap<>();
                for (int i = 0; i < wanted.size(); i++) {
                    now.put(wanted.get(i), chunks.get(i));
                }
                read = now;
                arrived.run();
            }
        });
    }
}
