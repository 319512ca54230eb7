package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How sockets show their bytes: {@code AT+QICFG} and {@code AT+QISDE} (BG95 TCP/IP application note). Not saved. */
final class SocketSettings {
    private final ModemOptions options;
    private final TcpResult result;
    private final Map<String, String> settings = new TreeMap<>();
    private boolean echoPayload = true;

    SocketSettings(ModemOptions options, TcpResult result) {
        this.options = options;
        this.result = result;
        reset();
    }

    /** Settings as after a start. */
    void reset() {
        echoPayload = true;
        settings.clear();
        settings.put("transpktsize", "1024");
        settings.put("transwaittm", "2");
        settings.put("dataformat", "0,0");
        settings.put("viewmode", "0");
        if (options.variant().traits().receiveIndication()) {
            settings.put("recvind", options.receiveLengths() ? "1" : "0");
        }
        settings.put("tcp/keepalive", "0");
        settings.put("retransmission", "12,600");
        settings.put("sack", "1");
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QICFG", this::configure);
        handlers.put("+QISDE", this::payloadEcho);
    }

    boolean echoesPayload() {
        return echoPayload;
    }

    /** True if {@code "recv"} tells how much waits. */
    boolean tellsLengths() {
        return "1".equals(settings.get("recvind"));
    }

    /** What stands between a header and received data: a line end, or with {@code viewmode} 1 a comma. */
    String dataStart() {
        return "1".equals(settings.get("viewmode")) ? "," : "\r\n";
    }

    /** Received bytes as they are shown: raw, or with {@code dataformat} in hex. */
    Bytes shown(Bytes data) {
        return String.valueOf(settings.get("dataformat")).endsWith(",1")
                ? Bytes.latin1(data.hex().toUpperCase(Locale.ROOT))
                : data;
    }

    /** How what comes in transparent mode is put into packets. */
    OnlineEnd.Packing packing() {
        long units = Long.parseLong(String.valueOf(settings.get("transwaittm")));
        return new OnlineEnd.Packing(
                Integer.parseInt(String.valueOf(settings.get("transpktsize"))),
                options.dialect().waitUnit().multipliedBy(units));
    }

    private Answer configure(AtCommand command) {
        String name = command.text(0).toLowerCase(Locale.ROOT);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || !settings.containsKey(name)) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        if (!command.has(1)) {
            return Answer.information("+QICFG: \"" + name + "\"," + settings.get(name));
        }
        String value = command.rest(1);
        if (!value.matches(form(name))) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        settings.put(name, value);
        return result.succeeded(Answer.OK);
    }

    /** What values a setting takes. Data of the host in hex is not simulated, and a setting without effect would be a lie. */
    private static String form(String name) {
        return switch (name) {
            case "viewmode", "recvind", "sack" -> "[01]";
            case "dataformat" -> "0,[01]";
            case "transpktsize" -> "0*([1-9][0-9]{0,2}|1[0-3][0-9]{2}|14[0-5][0-9]|1460)";
            case "transwaittm" -> "0*([0-9]|1[0-9]|20)";
            default -> "[0-9]+(,[0-9]+)*";
        };
    }

    private Answer payloadEcho(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+QISDE: " + (echoPayload ? 1 : 0));
            case TEST -> Answer.information("+QISDE: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt on = command.number(0, 0, 1);
                on.ifPresent(value -> echoPayload = value == 1);
                yield on.isPresent() ? Answer.OK : result.failed(TcpError.INVALID_PARAMETERS);
            }
        };
    }
}
