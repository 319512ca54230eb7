package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.endpoint.EndpointEffect;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.sim.modem.ModemEffect;
import java.time.Duration;

/**
 * A fault that somebody lets happen on a running bench. In words it is a name or the JSON of a scenario's fault, behind {@code endpoint}
 * where it is one of the endpoint; without a moment it happens now, or at the next use of the command it is about:
 *
 * <pre>
 * reset
 * {"do": "drop", "lane": "read", "count": 7}
 * {"atCommand": "+QISEND", "times": 3, "do": "send-fail"}
 * endpoint close
 * endpoint {"do": "alert", "alert": 49}
 * </pre>
 */
public sealed interface HandFault {
    /** Of the modem, now. */
    record OfModem(ModemEffect effect) implements HandFault {}

    /** Of the modem, at its moment. */
    record OfModemLater(Fault<ModemEffect> fault) implements HandFault {}

    /** Of the endpoint, on every connection that is open; a time counts from the connection's beginning. */
    record OfEndpoint(Fault<EndpointEffect> fault) implements HandFault {}

    /** What stands before a fault of the endpoint. */
    String ENDPOINT = "endpoint ";

    /**
     * Reads a fault in words.
     *
     * @throws ScenarioException if it is none; the message says what can be
     */
    static HandFault read(String words) throws ScenarioException {
        try {
            return parse(words);
        } catch (MalformedException e) {
            throw new ScenarioException(String.valueOf(e.getMessage()));
        }
    }

    private static HandFault parse(String words) throws MalformedException {
        boolean endpoint = words.startsWith(ENDPOINT);
        String what = (endpoint ? words.substring(ENDPOINT.length()) : words).strip();
        JsonSection section = JsonSection.of(
                JsonText.parse(what.startsWith("{") ? what : "{\"do\": \"" + what.replaceAll("[\"\\\\]", "") + "\"}"),
                "a fault");
        return endpoint ? ofEndpoint(section) : ofModem(section);
    }

    private static HandFault ofModem(JsonSection section) throws MalformedException {
        if (FaultReader.trigger(section).isPresent()) {
            return new OfModemLater(FaultReader.fault(section, ModemReader::effect));
        }
        ModemEffect effect = ModemReader.effect(section);
        section.finish();
        return effect.needsCommand()
                ? new OfModemLater(Fault.once(new Trigger.AtCommand(command(effect), 1), effect))
                : new OfModem(effect);
    }

    private static HandFault ofEndpoint(JsonSection section) throws MalformedException {
        Fault<EndpointEffect> fault;
        if (FaultReader.trigger(section).isPresent()) {
            fault = EndpointReader.fault(section);
        } else {
            EndpointEffect effect = EndpointReader.effect(section);
            section.finish();
            fault = Fault.once(new Trigger.AfterTime(Duration.ZERO), effect);
        }
        return switch (fault.what()) {
            case EndpointEffect.Connack _, EndpointEffect.Disconnect _ ->
                throw FaultReader.wrong(
                        1,
                        "only a scripted broker does this, and which broker there is a scenario decides; put it into"
                                + " one");
            case EndpointEffect.Alert _,
                    EndpointEffect.Close _,
                    EndpointEffect.Silence _,
                    EndpointEffect.Pause _,
                    EndpointEffect.Renegotiate _ -> new OfEndpoint(fault);
        };
    }

    /** The command whose next use a fault without a moment is about. */
    private static String command(ModemEffect effect) throws MalformedException {
        return switch (effect) {
            case ModemEffect.SendFail _, ModemEffect.DropEarly _ -> "+QISEND";
            case ModemEffect.WrongLength _ -> "+QIRD";
            case ModemEffect.OpenError _ -> "+QIOPEN";
            default -> throw FaultReader.wrong(1, "this changes an answer: name its command with \"atCommand\"");
        };
    }
}
