package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The commands that have no final result yet, the oldest first, and the numbers of exchanges; tells the events. */
final class OpenCommands {
    private final Consumer<AtEvent> out;
    private @Nullable OpenCommand first;
    private @Nullable OpenCommand last;
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

    /** The oldest one, or nothing; {@link OpenCommand#next} leads on to the newer ones. */
    @Nullable
    OpenCommand first() {
        return first;
    }

    /** The newest one, or nothing. */
    @Nullable
    OpenCommand last() {
        return last;
    }

    boolean contains(OpenCommand command) {
        OpenCommand at = first;
        while (at != null && at != command) {
            at = at.next;
        }
        return at != null;
    }

    /** Those that were written before {@code command}, the oldest first, in a list that lasts while they are closed. */
    List<OpenCommand> before(OpenCommand command) {
        if (first == command) {
            return List.of();
        }
        List<OpenCommand> older = new ArrayList<>();
        for (OpenCommand at = first; at != null && at != command; at = at.next) {
            older.add(at);
        }
        return older;
    }

    /** The host wrote a command: tells it. */
    void open(WrittenLine line, Place place, long writtenNanos) {
        OpenCommand command = new OpenCommand(nextExchange++, line, writtenNanos);
        if (last == null) {
            first = command;
        } else {
            last.next = command;
        }
        last = command;
        emit(new AtEvent.Command(command.exchange, line.line().text(), place, writtenNanos));
    }

    long newExchange() {
        return nextExchange++;
    }

    void unansweredBefore(OpenCommand command) {
        while (first != null && first != command) {
            unanswered(first);
        }
    }

    void allUnanswered() {
        while (first != null) {
            unanswered(first);
        }
    }

    void unanswered(OpenCommand command) {
        close(command, ResultCode.UNANSWERED, "", new Place(Direction.RX, readTo, readTo));
    }

    void close(OpenCommand command, ResultCode code, String text, Place place) {
        if (writing == command) {
            writing = null;
            CountedPayload begun = command.payload;
            if (begun != null && begun.held() > 0) {
                emit(begun.handOn(false, begun.lastNanos()));
            }
        }
        if (command.payloadEchoed > 0) {
            payloadEcho(command, readTo);
        }
        remove(command);
        emit(new AtEvent.FinalResult(command.exchange, code, text, place, now));
    }

    private void remove(OpenCommand command) {
        OpenCommand before = null;
        OpenCommand at = first;
        while (at != null && at != command) {
            before = at;
            at = at.next;
        }
        if (at == null) {
            return;
        }
        if (before == null) {
            first = command.next;
        } else {
            before.next = command.next;
        }
        if (last == command) {
            last = before;
        }
        command.next = null;
    }

    /** What the modem has echoed of a command's payload ends at {@code end}. */
    void payloadEcho(OpenCommand command, long end) {
        int length = command.payloadEchoed;
        command.payloadEchoed = -1;
        emit(new AtEvent.Echo(command.exchange, "", true, new Place(Direction.RX, end - length, end), now));
    }

    /** Noise belongs to the oldest open command; else noise that only noise follows is one exchange. */
    void noise(Direction direction, Bytes bytes, String why, long from) {
        OpenCommand command = first;
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
