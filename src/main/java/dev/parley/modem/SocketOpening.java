package dev.parley.modem;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.AccessMode;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One open of a socket: {@code AT+QIOPEN}, and the result that comes with its {@code OK} or later. */
final class SocketOpening {
    private static final int IN_USE = 563;

    private final Modem modem;
    private final SocketRequest request;
    private final BooleanSupplier isGivenUp;
    /** The error of {@code +QIOPEN: id,error}, or -1 while it is to come. Under the modem's state lock. */
    private int result = -1;

    /**
     * @param isGivenUp true once nobody waits for it any more; asked with the state lock held
     */
    SocketOpening(Modem modem, SocketRequest request, BooleanSupplier isGivenUp) {
        this.modem = modem;
        this.request = request;
        this.isGivenUp = isGivenUp;
    }

    /** {@code +QIOPEN: id,error} came. Under the state lock. */
    void result(int error) {
        result = error;
    }

    /**
     * Opens it, and returns when it is open or was given up.
     *
     * @throws SocketOpenException if the modem or the peer refuses
     */
    void open() throws ModemException {
        int error = attempt();
        if (error == IN_USE) {
            // Left over from an earlier session: the modem outlives its host.
            close();
            error = attempt();
        }
        if (error != 0) {
            throw new SocketOpenException(sentence(error), error);
        }
    }

    /** 0 for well, -1 for an error that is not told. */
    private int attempt() throws ModemException {
        modem.change(() -> result = -1);
        String command = "AT+QIOPEN=" + request.contextId() + "," + request.connectId() + ",\"TCP\",\"" + request.host()
                + "\"," + request.port() + ",0," + request.mode().number();
        Duration limit = modem.profile().limit(command);
        int refusal = modem.inTurn(() -> {
            Reply reply = modem.dialogue().exchange(command, Bytes.empty(), limit, Event.Origin.PARLEY);
            return reply.succeeded() ? 0 : modem.dialogue().refused(reply).error();
        });
        if (refusal != 0 || request.mode() == AccessMode.TRANSPARENT) {
            return refusal;
        }
        long began = System.nanoTime();
        int givenUp = modem.ask(modem.state()::givenUp);
        String owed = "+QIOPEN: " + request.connectId();
        boolean came = modem.patience()
                .awaitAnswer(
                        owed,
                        limit,
                        () -> result >= 0
                                || isGivenUp.getAsBoolean()
                                || modem.state().givenUp() != givenUp);
        if (!came || modem.ask(() -> result < 0 && !isGivenUp.getAsBoolean())) {
            close();
            Duration waited = came
                    ? Duration.ofSeconds(
                            Duration.ofNanos(System.nanoTime() - began).toSeconds())
                    : limit;
            throw modem.patience()
                    .noAnswer(
                            command,
                            began,
                            owed,
                            waited,
                            "the network may be gone, or the modem tells its results at another port"
                                    + " (ask AT+QURCCFG=\"urcport\")");
        }
        if (modem.ask(isGivenUp::getAsBoolean)) {
            return 0;
        }
        int error = modem.ask(() -> result);
        if (error != 0 && error != IN_USE) {
            // The id stays reserved until it is closed.
            close();
        }
        return error;
    }

    private void close() throws ModemException {
        String command = "AT+QICLOSE=" + request.connectId();
        Duration limit = modem.profile().limit(command);
        modem.inTurn(() -> modem.dialogue().exchange(command, Bytes.empty(), limit, Event.Origin.PARLEY));
    }

    private String sentence(int error) {
        String words = ErrorWords.tcpIp(error);
        return "the modem could not connect to " + request.host() + ":" + request.port() + ": "
                + (error < 0 ? "" : "error " + error + (words.isEmpty() ? "" : ", "))
                + (error < 0 ? "it refused AT+QIOPEN and gave no reason" : words)
                + advice(error);
    }

    private String advice(int error) {
        return switch (error) {
            case 561, 570 -> "; bring the modem up again";
            case 565 ->
                "; check the spelling of " + request.host()
                        + " (it is the endpoint, not the APN) and that the APN leads to the internet";
            case 566 -> "; check the port, the server's firewall, and that the APN has a route to it";
            case 573 -> "; give the APN";
            default -> "";
        };
    }
}
