package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands that have no final result yet, the oldest first, and the numbers of exchanges; tells the events. */
final class OpenCommands {
    private final Consumer<AtEvent> out;
    private final ArrayDeque<OpenCommand> queue = new ArrayDeque<>();
    private long nextExchange;
    private long noiseExchange = -1;

    /** The command whose payload the host is writing. */
    @Nullable
    OpenCommand writing;

    /** The time of the traffic that is being read. */
    long now;

    /** How far what the modem sent has been read. */
    long readTo;

    OpenCommands(Consumer<AtEvent> out) {
        this.out = out;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The oldest one, or nothing. */
    @Nullable
    OpenCommand first() {
        return queue.peekFirst();
    }

    /** The newest one, or nothing. */
    @Nullable
    OpenCommand last() {
        return queue.peekLast();
    }

    boolean contains(OpenCommand command) {
        return queue.contains(command);
    }

    /** In the order they were written; do not open or close any while reading it. */
    Iterable<OpenCommand> all() {
        return queue;
    }

    /** A picture of them that lasts while they are closed. */
    List<OpenCommand> picture() {
        return List.copyOf(queue);
    }

    /** The host wrote a command: tells it. */
    void open(CommandLine line, Demand demand, Place place, long writtenNanos) {
        OpenCommand command = new OpenCommand(nextExchange++, line, demand, writtenNanos);
        queue.addLast(command);
        emit(new AtEvent.Command(command.exchange, line.text(), place, writtenNanos));
    }

    long newExchange() {
        return nextExchange++;
    }

    void unansweredBefore(OpenCommand command) {
        while (queue.getFirst() != command) {
            unanswered(queue.getFirst());
        }
    }

    void allUnanswered() {
        while (!queue.isEmpty()) {
            unanswered(queue.getFirst());
        }
    }

    void unanswered(OpenCommand command) {
        close(command, ResultCode.UNANSWERED, "", new Place(Direction.RX, readTo, readTo));
    }

    void close(OpenCommand command, ResultCode code, String text, Place place) {
        if (command.payloadEchoed > 0) {
            payloadEcho(command, readTo);
        }
        queue.remove(command);
        if (writing == command) {
            writing = null;
        }
        emit(new AtEvent.FinalResult(command.exchange, code, text, place, now));
    }

    /** What the modem has echoed of a command's payload ends at {@code end}. */
    void payloadEcho(OpenCommand command, long end) {
        int length = command.payloadEchoed;
        command.payloadEchoed = -1;
        emit(new AtEvent.Echo(command.exchange, "", true, new Place(Direction.RX, end - length, end), now));
    }

    /** Noise belongs to the oldest open command; else noise that only noise follows is one exchange. */
    void noise(Direction direction, Bytes bytes, String why, long from) {
        OpenCommand command = queue.peekFirst();
        long exchange;
        if (command != null) {
            exchange = command.exchange;
        } else if (noiseExchange >= 0) {
            exchange = noiseExchange;
        } else {
            exchange = nextExchange++;
        }
        Place place = new Place(direction, from, from + bytes.length());
        emit(new AtEvent.Noise(exchange, direction, bytes, why, place, now));
        noiseExchange = command == null ? exchange : -1;
    }

    void noise(Direction direction, LineBuffer line, String why) {
        noise(direction, line.copy(0, line.length()), why, line.from());
        line.clear();
    }

    void emit(AtEvent event) {
        noiseExchange = -1;
        out.accept(event);
    }
}
