package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the modem's whole lines mean while some commands are open, and what they announce: counted payload, transparent mode. */
final class AnswerLines {
    private final OpenCommands commands;
    private final PortSettings settings;
    private final Runnable payloadAskedFor;

    /** The payload that follows the last line, until it is whole. */
    @Nullable
    CountedPayload payload;

    /** The transparent mode that the port is in. */
    @Nullable
    TransparentMode transparent;

    /**
     * @param payloadAskedFor called when the modem asks for payload
     */
    AnswerLines(OpenCommands commands, PortSettings settings, Runnable payloadAskedFor) {
        this.commands = commands;
        this.settings = settings;
        this.payloadAskedFor = payloadAskedFor;
    }

    /** The final result that the line would be, or nothing. */
    @Nullable
    ResultCode code(ReceivedLine received) {
        return settings.numericResults && received.text().length() == 1
                ? ReceivedLine.numericCode(received.text())
                : received.code();
    }

    void told(ReceivedLine received, long from) {
        String text = received.text();
        Place place = new Place(Direction.RX, from, from + text.length());
        ResultCode code = code(received);
        if (code != null) {
            result(code, text, place);
        } else if (received.bareUrc()) {
            urc(text, List.of(), text, place);
        } else if (!received.plain()
                && (received.name().isEmpty() || (received.controls() && !ReceivedMessage.is(received.name())))) {
            commands.noise(Direction.RX, received.bytes(), "bytes that are no text", from);
        } else if (!received.name().isEmpty()) {
            named(received, place);
        } else {
            OpenCommand first = commands.first();
            if (first != null) {
                commands.emit(new AtEvent.Information(first.exchange, text, place, commands.now));
            } else {
                commands.noise(Direction.RX, received.bytes(), "a line while no command is open", from);
            }
        }
    }

    private void named(ReceivedLine received, Place place) {
        for (OpenCommand command = commands.first(); command != null; command = command.next) {
            if (AnswerRules.answers(command.line, received.name(), received.text())) {
                commands.unansweredBefore(command);
                information(command, received, place);
                return;
            }
        }
        urc(received.name(), received.values(), received.text(), place);
    }

    private void information(OpenCommand command, ReceivedLine received, Place place) {
        commands.emit(new AtEvent.Information(command.exchange, received.text(), place, commands.now));
        if (command.readsSocket() && received.name().equals(command.command.name())) {
            boolean counters = received.values().size() > 2
                    && !Values.isQuoted(
                            received.text().substring(received.name().length() + 1), 1);
            int length = received.number(0, 0);
            if (!counters && length > 0) {
                payload = new CountedPayload(
                        command.exchange, command, Direction.RX, command.socket, length, commands.readTo);
            }
        } else if (received.name().equals("+QISTATE") && received.values().size() > 8) {
            settings.sockets.set(received.number(0, -1), received.number(8, -1));
        }
    }

    private void result(ResultCode code, String text, Place place) {
        OpenCommand owner = null;
        for (OpenCommand command = commands.first(); command != null; command = command.next) {
            if (command.endsWith(code)) {
                owner = command;
                break;
            }
        }
        if (owner == null) {
            if (code == ResultCode.NO_CARRIER || code == ResultCode.BUSY || code == ResultCode.NO_ANSWER) {
                urc(text, List.of(), text, place);
            } else {
                commands.noise(Direction.RX, Bytes.latin1(text), "a result no command waits for", place.from());
            }
            return;
        }
        commands.unansweredBefore(owner);
        if (code == ResultCode.CONNECT && owner.connectsForData()) {
            connectForData(owner, text, place);
            return;
        }
        commands.close(owner, code, text, place);
        if (owner.setsPort && code.succeeded()) {
            owner.line.commands().forEach(settings::succeeded);
        }
        if (code == ResultCode.CONNECT) {
            int socket = settings.transparentSocket(owner.command);
            boolean tls = owner.command.name().equals("+QSSLOPEN");
            settings.lastTransparentSocket = socket;
            SocketModes modes = tls ? settings.tlsSockets : settings.sockets;
            transparent = new TransparentMode(owner.exchange, socket, modes, commands::emit);
        }
    }

    private void connectForData(OpenCommand command, String text, Place place) {
        commands.emit(new AtEvent.Information(command.exchange, text, place, commands.now));
        if (command.sends == Demand.Sends.COUNTED_AFTER_CONNECT) {
            goAhead(command);
        } else {
            int length = text.length() > 8 ? Values.number(text.substring(8).strip(), 0) : 0;
            if (length > 0) {
                payload = new CountedPayload(command.exchange, command, Direction.RX, -1, length, commands.readTo);
            }
        }
    }

    /** The modem asked for the command's payload. */
    void goAhead(OpenCommand command) {
        command.prompted = true;
        if (command.wantsPayload()) {
            commands.writing = command;
            payloadAskedFor.run();
        }
    }

    // URCs

    void urc(String name, List<String> arguments, String text, Place place) {
        if (name.equals("RDY")) {
            commands.readTo = place.from();
            commands.allUnanswered();
            settings.clear();
        }
        long exchange = commands.newExchange();
        commands.emit(new AtEvent.Urc(exchange, name, arguments, text, place, commands.now));
        if (name.equals("+QIURC") || name.equals("+QSSLURC")) {
            socketUrc(exchange, name.equals("+QIURC") ? settings.sockets : settings.tlsSockets, arguments);
        }
    }

    private void socketUrc(long exchange, SocketModes modes, List<String> arguments) {
        if (arguments.size() < 3) {
            return;
        }
        int id = Values.number(arguments.get(1), -1);
        int number = Values.number(arguments.get(2), -1);
        if (arguments.getFirst().equals("recv") && number > 0 && modes.pushes(id)) {
            payload = new CountedPayload(exchange, null, Direction.RX, id, number, commands.readTo);
        } else if (arguments.getFirst().equals("incoming")) {
            modes.inherit(id, number);
        }
    }
}
