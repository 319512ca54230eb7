package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.link.RecordedLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The command in flight and what has come of it. Guarded by the state's lock. */
final class PendingCommand {
    private static final List<String> WRITING = List.of("+QFUPL", "+QFWRITE");
    private static final List<String> READING = List.of("+QIRD", "+QSSLRECV");

    private final String command;
    private final String name;
    private final boolean takesAnyResult;
    private final List<String> information = new ArrayList<>();
    private final List<Bytes> payload = new ArrayList<>();
    private final long began = System.nanoTime();
    private long exchange = -1;
    private boolean prompted;
    private boolean connectedForData;
    private boolean echoed;
    private AtEvent.@Nullable FinalResult result;
    private @Nullable ModemException failure;

    /**
     * A command about to be written.
     *
     * @param takesAnyResult true for one that only looks for the modem's step: any final result will do
     */
    PendingCommand(String command, boolean takesAnyResult) {
        this.command = command;
        this.name = ModemProfile.commandName(command);
        this.takesAnyResult = takesAnyResult;
    }

    String command() {
        return command;
    }

    /** Its name, for example {@code +QISEND}. */
    String name() {
        return name;
    }

    /** {@link System#nanoTime()} when it was made. */
    long began() {
        return began;
    }

    boolean prompted() {
        return prompted;
    }

    /** True once the modem takes the command's payload: after {@code >}, or {@code CONNECT} where a file is to come. */
    boolean takesPayload() {
        return prompted || connectedForData;
    }

    /** True if the modem said the command back: it echoes what the host writes. */
    boolean echoed() {
        return echoed;
    }

    /** True if its answer carries counted payload, in the middle of which the line may fall silent. */
    boolean reads() {
        return READING.contains(name);
    }

    /** True if the modem may wait for payload when the host gives up. */
    boolean mayPrompt() {
        return prompted || name.contains("SEND") || name.startsWith("+QMTPUB");
    }

    /** True if the modem may carry payload, or go on carrying it, when the host gives up. */
    boolean mayBeOnline() {
        return switch (name) {
            case "+++", "ATO" -> true;
            case "+QIOPEN", "+QISWTMD" -> command.endsWith(",2");
            default -> false;
        };
    }

    /** True once nothing more is waited for. */
    boolean isOver() {
        return result != null || failure != null;
    }

    /** True once its final result has come. */
    boolean isAnswered() {
        return result != null;
    }

    /** True if {@code number}, an exchange of the decoder's, is this command's and not over. */
    boolean isOpen(long number) {
        return !isOver() && exchange == number;
    }

    void fail(ModemException why) {
        if (!isOver()) {
            failure = why;
        }
    }

    /** Takes what the decoder recognised; true if it was the final result. */
    boolean takes(AtEvent event) {
        switch (event) {
            case AtEvent.Command written -> {
                if (exchange < 0 && RecordedLink.recorded(command).equals(written.text())) {
                    exchange = written.exchange();
                }
            }
            case AtEvent.Echo echo -> echoed |= isOpen(echo.exchange()) && !echo.ofPayload();
            case AtEvent.Information line -> {
                if (isOpen(line.exchange())) {
                    information.add(line.text());
                    connectedForData |= WRITING.contains(name) && line.text().equals("CONNECT");
                }
            }
            case AtEvent.Prompt prompt -> prompted |= isOpen(prompt.exchange());
            case AtEvent.Payload bytes -> {
                if (isOpen(bytes.exchange())) {
                    payload.add(bytes.bytes());
                }
            }
            case AtEvent.FinalResult last -> {
                if (ends(last)) {
                    result = last;
                    return true;
                }
            }
            case AtEvent.Urc urc -> {}
            case AtEvent.Noise noise -> {}
        }
        return false;
    }

    /** The decoder's own word that a command got no result is not one: the limit decides that here. */
    private boolean ends(AtEvent.FinalResult candidate) {
        return candidate.code() != ResultCode.UNANSWERED
                && (isOpen(candidate.exchange()) || (takesAnyResult && exchange >= 0 && !isOver()));
    }

    Reply reply() throws ModemException {
        if (failure != null) {
            throw failure;
        }
        AtEvent.FinalResult last = Objects.requireNonNull(result);
        return new Reply(command, last.code(), last.text(), information, Bytes.concat(payload));
    }
}
