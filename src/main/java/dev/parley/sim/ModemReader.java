package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.modem.Dialect;
import dev.parley.sim.modem.ModemEffect;
import dev.parley.sim.modem.ModemEffect.Change;
import dev.parley.sim.modem.ModemEffect.Fate;
import dev.parley.sim.modem.ModemEffect.Lane;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import java.time.Duration;
import java.util.List;

/** Reads a scenario's modem. */
final class ModemReader {
    private static final int MOST = 1_000_000;

    private ModemReader() {}

    static ModemSetup read(JsonSection modem) throws MalformedException {
        ModemOptions standard = ModemOptions.standard();
        ModemOptions.Builder options = standard.toBuilder()
                .promptBlank(modem.truth("promptBlank", standard.promptBlank()))
                .urcLead(modem.number("urcLead", 0, 2, standard.urcLead()))
                .receiveLengths(modem.truth("receiveLengths", standard.receiveLengths()))
                .closedReadable(modem.truth("closedReadable", standard.closedReadable()))
                .connectedState(modem.number("connectedState", 2, 3, standard.connectedState()))
                .identityInUse(
                        modem.choice("identityInUse", "error", "urc").equals("error")
                                ? ModemOptions.IdentityInUse.ERROR
                                : ModemOptions.IdentityInUse.URC)
                .failedOpenKeepsId(modem.truth("failedOpenKeepsId", standard.failedOpenKeepsId()))
                .sim(
                        switch (modem.choice("sim", "ready", "missing", "pin")) {
                            case "missing" -> ModemOptions.Sim.MISSING;
                            case "pin" -> ModemOptions.Sim.PIN;
                            default -> ModemOptions.Sim.READY;
                        })
                .registration(modem.number("registration", 0, 5, standard.registration()))
                .sendLatency(modem.millis("sendLatencyMillis", standard.sendLatency()))
                .roundTrip(modem.millis("roundTripMillis", standard.roundTrip()))
                .boot(modem.millis("bootMillis", standard.boot()))
                .receiveBuffer(modem.number("receiveBuffer", 1500, 10_000_000, standard.receiveBuffer()))
                .sendBuffer(modem.number("sendBuffer", 1460, 10_000_000, standard.sendBuffer()));
        Duration low = modem.millis("latencyLowMillis", standard.latencyLow());
        Duration high = modem.millis("latencyHighMillis", standard.latencyHigh());
        if (low.compareTo(high) > 0) {
            throw FaultReader.wrong(
                    modem.line("latencyLowMillis"), "\"latencyLowMillis\" is more than \"latencyHighMillis\"");
        }
        options.latency(low, high);
        AirReader.read(modem, options);
        options.dialect(dialect(modem));
        List<Fault<ModemEffect>> faults = FaultReader.faults(modem, ModemReader::effect);
        modem.finish();
        try {
            return new ModemSetup(options.build(), faults);
        } catch (IllegalArgumentException e) {
            throw FaultReader.wrong(modem.line("faults"), e.getMessage());
        }
    }

    private static Dialect dialect(JsonSection modem) throws MalformedException {
        return new Dialect(
                modem.choice("shutdown", "POWERED DOWN", "NORMAL POWER DOWN"),
                modem.truth("emptyReadLine", false),
                modem.choice("hexLimit", "bytes", "digits").equals("bytes") ? 1024 : 512,
                modem.choice("publishExAnswer", "+QMTPUBEX", "+QMTPUB"),
                modem.truth("mqttOpenError", false),
                modem.choice("scanAborted", "ABORTED", "OK"),
                switch (modem.choice("transparentWaitUnit", "none", "100ms", "1ms")) {
                    case "100ms" -> Duration.ofMillis(100);
                    case "1ms" -> Duration.ofMillis(1);
                    default -> Duration.ZERO;
                },
                modem.truth("deactivatesAtSleep", false),
                modem.truth("deactivatesAtRestart", false));
    }

    /** What a fault of the modem does. */
    static ModemEffect effect(JsonSection fault) throws MalformedException {
        String what = fault.text("do");
        return switch (what) {
            case "reset" -> new ModemEffect.Reset();
            case "pdp-lost" -> new ModemEffect.PdpLost();
            case "registration" ->
                new ModemEffect.Registers(
                        fault.number("status", 0, 5, 2),
                        fault.choice("context", "lost", "kept").equals("kept"),
                        fault.millis("millis", Duration.ZERO));
            case "connection-lost" -> new ModemEffect.ConnectionLost();
            case "radio-lost" -> new ModemEffect.RadioLost(fault.millis("millis", Duration.ZERO));
            case "sleep" -> new ModemEffect.Sleep();
            case "silence" -> new ModemEffect.Silence();
            case "stall" -> new ModemEffect.Stall(fault.millis("millis", Duration.ofSeconds(5)));
            case "no-answer" -> new ModemEffect.NoAnswer();
            case "result" -> new ModemEffect.Result(fault.text("result"));
            case "delay" -> new ModemEffect.Delay(fault.millis("millis", Duration.ofSeconds(1)));
            case "open-error" -> new ModemEffect.OpenError(fault.number("error", 550, 574, 566));
            case "send-fail" -> new ModemEffect.SendFail();
            case "drop-early" -> new ModemEffect.DropEarly();
            case "wrong-length" -> new ModemEffect.WrongLength(fault.number("by", -1500, 1500, 1));
            case "ping-lost" -> new ModemEffect.PingLost(fault.number("count", 1, MOST, 1));
            case "drop" -> alter(fault, Change.DROP);
            case "flip" -> alter(fault, Change.FLIP);
            case "duplicate" -> alter(fault, Change.DUPLICATE);
            case "urc-omitted" -> urc(fault, Fate.OMITTED);
            case "urc-twice" -> urc(fault, Fate.TWICE);
            case "urc-late" -> urc(fault, Fate.LATE);
            case "urc-storm" -> new ModemEffect.Storm(fault.text("urc"), fault.number("count", 1, 10_000, 50));
            case "split" -> new ModemEffect.Split(fault.number("most", 1, 4096, 1));
            default ->
                throw FaultReader.wrong(
                        fault.line("do"),
                        "a modem does not '" + what + "'; it does reset, pdp-lost, registration, connection-lost,"
                                + " radio-lost, sleep, silence, stall, no-answer, result, delay,"
                                + " open-error, send-fail, drop-early, wrong-length, ping-lost,"
                                + " drop, flip, duplicate, urc-omitted, urc-twice, urc-late,"
                                + " urc-storm or split");
        };
    }

    private static ModemEffect alter(JsonSection fault, Change change) throws MalformedException {
        Lane lane =
                switch (fault.choice("lane", "sent", "read", "from-host", "to-host")) {
                    case "read" -> Lane.READ;
                    case "from-host" -> Lane.FROM_HOST;
                    case "to-host" -> Lane.TO_HOST;
                    default -> Lane.SENT;
                };
        return new ModemEffect.Alter(lane, change, fault.number("skip", 0, MOST, 0), fault.number("count", 1, MOST, 1));
    }

    private static ModemEffect urc(JsonSection fault, Fate fate) throws MalformedException {
        Duration by = fate == Fate.LATE ? fault.millis("millis", Duration.ofSeconds(1)) : Duration.ZERO;
        return new ModemEffect.Urc(fault.text("urc"), fate, by);
    }
}
