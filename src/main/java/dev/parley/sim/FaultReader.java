package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.HandshakeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads faults: their moment, how often and how likely, the same for modem and endpoint. What they do the other readers know. */
final class FaultReader {
    private static final int MOST = 1_000_000;
    private static final List<String> MOMENTS =
            List.of("atCommand", "afterSent", "afterReceived", "atMessage", "atPacket", "afterMillis");

    private FaultReader() {}

    /** Reads what a fault does. */
    interface EffectReader<E> {
        E read(JsonSection fault) throws MalformedException;
    }

    static <E> List<Fault<E>> faults(JsonSection owner, EffectReader<E> effects) throws MalformedException {
        List<Fault<E>> faults = new ArrayList<>();
        for (JsonSection fault : owner.sections("faults", "a fault")) {
            faults.add(fault(fault, effects));
        }
        return faults;
    }

    static <E> Fault<E> fault(JsonSection fault, EffectReader<E> effects) throws MalformedException {
        Trigger when = trigger(fault)
                .orElseThrow(
                        () -> wrong(fault.line(), "a fault needs its moment: one of " + String.join(", ", MOMENTS)));
        int times = fault.number("times", 1, MOST, 1);
        double chance = fault.number("chancePercent", 1, 100, 100) / 100.0;
        E what = effects.read(fault);
        fault.finish();
        return new Fault<>(when, times, chance, what);
    }

    /** The moment a fault names, or nothing. */
    static Optional<Trigger> trigger(JsonSection fault) throws MalformedException {
        List<String> named = MOMENTS.stream().filter(fault::has).toList();
        if (named.size() > 1) {
            throw wrong(fault.line(named.get(1)), "a fault has one moment, not " + String.join(" and ", named));
        }
        if (named.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (named.getFirst()) {
                    case "atCommand" ->
                        new Trigger.AtCommand(
                                fault.text("atCommand").toUpperCase(Locale.ROOT), fault.number("nth", 1, MOST, 1));
                    case "afterSent" -> new Trigger.AfterSent(fault.number("afterSent", 0, Integer.MAX_VALUE, 0));
                    case "afterReceived" ->
                        new Trigger.AfterReceived(fault.number("afterReceived", 0, Integer.MAX_VALUE, 0));
                    case "atMessage" -> new Trigger.AtMessage(message(fault));
                    case "atPacket" -> new Trigger.AtPacket(packet(fault));
                    default -> new Trigger.AfterTime(fault.millis("afterMillis", Duration.ZERO));
                });
    }

    private static HandshakeType message(JsonSection fault) throws MalformedException {
        String title = fault.text("atMessage");
        for (HandshakeType type : HandshakeType.values()) {
            if (type.title().equals(title)) {
                return type;
            }
        }
        throw wrong(fault.line("atMessage"), "'" + title + "' is no handshake message; write for example Certificate");
    }

    private static MqttPacketType packet(JsonSection fault) throws MalformedException {
        String name = fault.text("atPacket");
        for (MqttPacketType type : MqttPacketType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw wrong(
                fault.line("atPacket"),
                "'" + name + "' is no MQTT packet; write one of "
                        + Arrays.stream(MqttPacketType.values())
                                .map(MqttPacketType::name)
                                .collect(Collectors.joining(", ")));
    }

    static MalformedException wrong(int line, @Nullable String message) {
        return new MalformedException(line, String.valueOf(message));
    }
}
