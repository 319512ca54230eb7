package dev.parley.sim.modem;

import java.util.List;

/** A modem with what will go wrong with it. */
public record ModemSetup(ModemOptions options, List<ModemFault> faults) {
    public ModemSetup {
        faults = List.copyOf(faults);
    }

    /** A modem that follows the manuals and does not fail. */
    public static ModemSetup standard() {
        return new ModemSetup(ModemOptions.standard(), List.of());
    }
}
