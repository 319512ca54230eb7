package dev.parley.sim.modem;

import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import java.util.List;

/** A modem with what will go wrong with it. */
public record ModemSetup(ModemOptions options, List<Fault<ModemEffect>> faults) {
    /**
     * Checks the faults.
     *
     * @throws IllegalArgumentException if an answer is to be changed at another moment than at a command, or a packet is waited for
     */
    public ModemSetup {
        faults = List.copyOf(faults);
        for (Fault<ModemEffect> fault : faults) {
            if (fault.what().needsCommand() && !(fault.when() instanceof Trigger.AtCommand)) {
                throw new IllegalArgumentException("what changes an answer happens at a command");
            }
            if (fault.when() instanceof Trigger.AtPacket) {
                throw new IllegalArgumentException("a modem does not see MQTT packets; its endpoint does");
            }
        }
    }

    /** A modem that follows the manuals and does not fail. */
    public static ModemSetup standard() {
        return new ModemSetup(ModemOptions.standard(), List.of());
    }
}
