package dev.parley.sim.modem;

import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Occurrence;
import dev.parley.sim.fault.PendingFaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is still to go wrong with a modem, and what is going wrong now. For the modem's thread. */
final class Faults {
    private final PendingFaults<ModemEffect> pending;
    private final Map<String, Integer> uses = new HashMap<>();
    private final List<ModemEffect.Urc> urcs = new ArrayList<>();
    private final Lanes lanes = new Lanes();
    private int split;
    private boolean dropEarly;
    private int wrongLength;
    private int lostPings;

    Faults(List<Fault<ModemEffect>> faults, long seed) {
        pending = new PendingFaults<>(faults, seed);
    }

    /** One more, from now on. */
    void add(Fault<ModemEffect> fault) {
        pending.add(fault);
    }

    /** What goes wrong now that {@code command} is used. */
    List<ModemEffect> at(AtCommand command) {
        boolean acts = command.form() == AtCommand.Form.SET || command.form() == AtCommand.Form.EXECUTE;
        // AT+QISEND=id,0 and AT+QIRD=id,0 only ask.
        boolean asks = (command.name().equals("+QISEND") || command.name().equals("+QIRD"))
                && command.text(1).equals("0");
        if (!acts || asks) {
            return List.of();
        }
        return at(new Occurrence.Command(command.name(), uses.merge(command.name(), 1, Integer::sum)));
    }

    List<ModemEffect> at(Occurrence what) {
        return pending.due(what);
    }

    /** When the clock brings the next, since the beginning. */
    OptionalLong nextTime() {
        return pending.nextTime();
    }

    // ---- what was made ready

    Lanes lanes() {
        return lanes;
    }

    void prepare(ModemEffect.Urc urc) {
        urcs.add(urc);
    }

    void dropEarly() {
        dropEarly = true;
    }

    boolean takeDropEarly() {
        boolean drop = dropEarly;
        dropEarly = false;
        return drop;
    }

    void wrongLength(int by) {
        wrongLength = by;
    }

    int takeWrongLength() {
        int by = wrongLength;
        wrongLength = 0;
        return by;
    }

    void losePings(int count) {
        lostPings += count;
    }

    boolean takePingLost() {
        boolean lost = lostPings > 0;
        lostPings -= lost ? 1 : 0;
        return lost;
    }

    void split(int most) {
        split = most;
    }

    /** The most bytes the modem's output comes in, 0 where it is not cut. */
    int split() {
        return split;
    }

    /** What becomes of the URC that is due, once. */
    Optional<ModemEffect.Urc> fateOf(String urc) {
        for (ModemEffect.Urc one : urcs) {
            if (urc.startsWith(one.urc())) {
                urcs.remove(one);
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
