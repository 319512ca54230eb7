package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The line discipline of the modem's port (ITU-T V.250): command lines, echo, results, payload and URCs. For the modem's
 * thread.
 */
final class AtPort {
    /** Whom the port belongs to. */
    interface Owner {
        /** Executes one command. */
        Answer answer(AtCommand command);

        /** A payload has been taken and answered. */
        void payloadTaken();

        /** True if {@code AT+QISDE} lets payload be echoed. */
        boolean echoesPayload();

        /** True if the host is told to wait while there is no room for what it writes. */
        boolean holdsHostUp();
    }

    private enum Mode {
        /** Reads a command line. */
        COMMAND,
        /** Works on one; what the host writes waits. */
        BUSY,
        /** Takes the payload of a send or a file. */
        PAYLOAD,
        /** Carries a socket's bytes and nothing else. */
        ONLINE,
        /** Takes and says nothing: the modem restarts, sleeps, is switched off or hangs. */
        OFF
    }

    private static final int LONGEST_LINE = 4096;
    private static final int BACKSPACE = 8;
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;

    private final ModemOptions options;
    private final Agenda agenda;
    private final SplittableRandom random;
    private final Owner owner;
    private final Faults faults;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteQueue input = new ByteQueue();
    private final List<Bytes> heldUrcs = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

    private Mode mode = Mode.COMMAND;
    private ResultForm form = ResultForm.START;
    private boolean echo = true;
    private String lastLine = "AT";
    /** True if a CR has just ended a line. */
    private boolean lineEnded;

    private Iterator<AtCommand> commands = List.<AtCommand>of().iterator();
    private Answer.@Nullable Prompt prompt;
    /** What the host ends if it types now. */
    private Answer.@Nullable Abortable abortable;

    private long lastPayloadByte;
    /** Until when it does not listen. */
    private long deafUntil;

    private @Nullable TransparentMode online;

    AtPort(ModemOptions options, Agenda agenda, SplittableRandom random, Faults faults, Owner owner) {
        this.options = options;
        this.agenda = agenda;
        this.random = random;
        this.owner = owner;
        this.faults = faults;
    }

    // ---- the line

    /** The host wrote. */
    void host(Bytes bytes) {
        if (mode != Mode.OFF) {
            input.add(bytes);
            read();
            if (options.inputBuffer() > 0 && !owner.holdsHostUp()) {
                // Overrun: nobody told the host to wait, and there is no room.
                input.keep(options.inputBuffer());
            }
        }
    }

    /** How many of the host's bytes wait while a command is worked on. */
    int waiting() {
        return input.length();
    }

    /** What was written since the last call. */
    Bytes output() {
        Bytes bytes = Bytes.copyOf(output.toByteArray());
        output.reset();
        return bytes;
    }

    /** Goes on with what waits, after something has happened. */
    void read() {
        while (!input.isEmpty() && agenda.now() >= deafUntil) {
            if (mode == Mode.BUSY && lineEnded && input.startsWith('\n')) {
                // Many hosts end their lines with CR LF; the CR has ended this one, and the LF is no payload.
                lineEnded = input.take() != '\n';
                continue;
            }
            switch (mode) {
                case COMMAND -> typed(input.take());
                case PAYLOAD -> takePayload();
                case ONLINE -> {
                    if (!transparent().carry(input)) {
                        return;
                    }
                }
                case BUSY -> {
                    if (!abort()) {
                        return;
                    }
                }
                case OFF -> input.clear();
            }
        }
    }

    /** Any key ends what can be aborted, and goes no further. */
    private boolean abort() {
        Answer.Abortable running = abortable;
        if (running == null) {
            return false;
        }
        abortable = null;
        input.clear();
        resume(running.aborted());
        return true;
    }

    /** Sends a URC, as soon as the port is not taken by payload. */
    void urc(String text, Bytes data, String end) {
        Bytes bytes = Bytes.latin1("\r\n".repeat(1 + options.urcLead()) + text)
                .plus(faults.lanes().through(ModemEffect.Lane.READ, data))
                .plus(Bytes.latin1(end));
        if (mode == Mode.PAYLOAD || mode == Mode.ONLINE || !heldUrcs.isEmpty()) {
            heldUrcs.add(bytes);
        } else {
            write(bytes);
        }
    }

    // ---- its settings

    boolean echo() {
        return echo;
    }

    void setEcho(boolean on) {
        echo = on;
    }

    ResultForm form() {
        return form;
    }

    void setForm(ResultForm wanted) {
        form = wanted;
    }

    // ---- its states

    boolean isBusy() {
        return mode == Mode.BUSY;
    }

    boolean isOff() {
        return mode == Mode.OFF;
    }

    boolean isOnline(OnlineEnd end) {
        TransparentMode transparent = online;
        return mode == Mode.ONLINE && transparent != null && transparent.end().equals(end);
    }

    /** Writes a socket's bytes while it is online. */
    void writeOnline(Bytes bytes) {
        write(bytes);
    }

    /** The socket that is online lost its peer: back to commands. */
    void hangUp() {
        transparent().finish();
        online = null;
        mode = Mode.COMMAND;
        write(form.result("NO CARRIER"));
        releaseUrcs();
    }

    /** The answer of a command that was {@link Answer#PENDING}. */
    void resume(Answer answer) {
        if (mode == Mode.BUSY && give(answer)) {
            execute();
        }
    }

    /** Forgets the command line it works on and waits for the next. */
    void abandon() {
        abortable = null;
        commands = List.<AtCommand>of().iterator();
        mode = Mode.COMMAND;
    }

    /** Lets what the host writes wait for a while. */
    void stall(Duration time) {
        deafUntil = agenda.now() + time.toNanos();
        agenda.after(time, () -> {});
    }

    /** Takes and says nothing any more. */
    void silence() {
        mode = Mode.OFF;
        input.clear();
    }

    /** As {@link #silence}, and forgets everything. */
    void switchOff() {
        silence();
        heldUrcs.clear();
        line.setLength(0);
        online = null;
        prompt = null;
        abortable = null;
    }

    /** Takes commands again. */
    void switchOn() {
        mode = Mode.COMMAND;
    }

    // ---- command lines

    private void typed(int b) {
        if (b == '\n' && line.isEmpty()) {
            // As above, where the LF came after the answer.
            return;
        }
        if (echo) {
            output.write(b);
        }
        if (b == '\r') {
            lineEnded = true;
            String text = line.toString();
            line.setLength(0);
            submit(text);
        } else if (b == '/' && line.toString().equalsIgnoreCase("A")) {
            line.setLength(0);
            submit(lastLine);
        } else if (b == BACKSPACE) {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (line.length() < LONGEST_LINE) {
            line.append((char) b);
        }
    }

    private void submit(String text) {
        int at = text.toUpperCase(Locale.ROOT).indexOf("AT");
        if (at < 0) {
            return;
        }
        String commandLine = text.substring(at);
        lastLine = commandLine;
        mode = Mode.BUSY;
        agenda.after(latency(), () -> {
            try {
                commands = AtCommand.parse(commandLine).iterator();
                execute();
            } catch (AtCommand.SyntaxException e) {
                commands = List.<AtCommand>of().iterator();
                give(Answer.ERROR);
            }
        });
    }

    private Duration latency() {
        return options.latency(random);
    }

    private void execute() {
        while (commands.hasNext()) {
            if (!give(owner.answer(commands.next()))) {
                return;
            }
        }
        finish("OK");
    }

    /** Gives an answer to the host; false if the command line has not gone on to its next command. */
    private boolean give(Answer answer) {
        switch (answer) {
            case Answer.Done(var information) -> {
                write(form.information(information));
                return true;
            }
            case Answer.Data(var header, var bytes, var end) -> {
                write(form.start() + header);
                write(faults.lanes().through(ModemEffect.Lane.READ, bytes));
                write(end);
                return true;
            }
            case Answer.Final(var result) -> finish(result);
            case Answer.Failure(var error) -> finish(error.result(form.errors()));
            case Answer.Later(var delay, var then) -> agenda.after(delay, () -> resume(then.get()));
            case Answer.Abortable running -> {
                abortable = running;
                agenda.after(running.delay(), () -> {
                    if (running.equals(abortable)) {
                        abortable = null;
                        resume(running.then().get());
                    }
                });
            }
            case Answer.Pending() -> {}
            case Answer.Prompt asked -> ask(asked);
            case Answer.Online(var end) -> goOnline(end);
        }
        return false;
    }

    private void finish(String result) {
        commands = List.<AtCommand>of().iterator();
        write(form.result(result));
        mode = Mode.COMMAND;
        releaseUrcs();
    }

    private void releaseUrcs() {
        heldUrcs.forEach(this::write);
        heldUrcs.clear();
    }

    // ---- payload

    private void ask(Answer.Prompt asked) {
        prompt = asked;
        payload.reset();
        lineEnded = false;
        if (faults.takeDropEarly()) {
            input.clear();
        }
        mode = Mode.PAYLOAD;
        if (asked.form().connect()) {
            write(form.result("CONNECT"));
        } else {
            write(options.promptBlank() ? "\r\n> " : "\r\n>");
        }
        lastPayloadByte = agenda.now();
        watch(asked);
    }

    /** Gives a payload up whose bytes have not come in their time. */
    private void watch(Answer.Prompt asked) {
        Duration limit = asked.form().limit();
        if (!limit.isZero()) {
            long due = lastPayloadByte + limit.toNanos();
            agenda.at(due, () -> {
                if (mode == Mode.PAYLOAD && asked.equals(prompt)) {
                    if (lastPayloadByte + limit.toNanos() > agenda.now()) {
                        watch(asked);
                    } else {
                        prompt = null;
                        mode = Mode.BUSY;
                        resume(asked.cancelled().get());
                    }
                }
            });
        }
    }

    private void takePayload() {
        Answer.Prompt asked = prompt;
        if (asked == null) {
            throw new IllegalStateException("payload without a prompt");
        }
        lastPayloadByte = agenda.now();
        int length = asked.form().length();
        boolean echoed = echo && !asked.form().connect() && owner.echoesPayload();
        if (length > 0) {
            Bytes bytes = faults.lanes().through(ModemEffect.Lane.SENT, input.take(length - payload.size()));
            int every = asked.form().acknowledges();
            int acknowledged = every == 0 ? 0 : payload.size() / every;
            payload.writeBytes(bytes.toArray());
            if (every > 0) {
                write("A".repeat(payload.size() / every - acknowledged));
            }
            if (echoed) {
                write(bytes);
            }
            if (payload.size() >= length) {
                endPayload(asked);
            }
            return;
        }
        int b = input.take();
        if (b == CTRL_Z) {
            endPayload(asked);
        } else if (b == ESC) {
            mode = Mode.BUSY;
            agenda.after(latency(), () -> resume(asked.cancelled().get()));
        } else if (payload.size() < asked.form().most()) {
            payload.write(b);
            if (echoed) {
                output.write(b);
            }
        }
    }

    private void endPayload(Answer.Prompt asked) {
        Bytes bytes = Bytes.copyOf(payload.toByteArray());
        prompt = null;
        mode = Mode.BUSY;
        Answer answer = asked.then().apply(bytes);
        agenda.after(options.sendLatency(), () -> {
            resume(answer);
            owner.payloadTaken();
        });
    }

    // ---- transparent mode

    private void goOnline(OnlineEnd end) {
        commands = List.<AtCommand>of().iterator();
        write(form.result("CONNECT"));
        mode = Mode.ONLINE;
        online = new TransparentMode(end, agenda, () -> {
            online = null;
            finish("OK");
        });
        write(end.takeUnread());
        if (end.isOver()) {
            hangUp();
        }
    }

    private TransparentMode transparent() {
        TransparentMode transparent = online;
        if (transparent == null) {
            throw new IllegalStateException("online without a socket");
        }
        return transparent;
    }

    private void write(String text) {
        output.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(Bytes bytes) {
        output.writeBytes(bytes.toArray());
    }
}
