package dev.parley.sim.modem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The faults a modem has still to show; each comes to its moment once. For one thread. */
final class Faults {
    private final List<ModemFault> byCount;
    private final List<ModemFault> byCommand = new ArrayList<>();
    private final Map<String, Integer> uses = new HashMap<>();

    Faults(List<ModemFault> faults) {
        byCount = new ArrayList<>(faults);
        for (Iterator<ModemFault> i = byCount.iterator(); i.hasNext(); ) {
            ModemFault fault = i.next();
            if (fault.when() instanceof ModemFault.Moment.Command) {
                byCommand.add(fault);
                i.remove();
            }
        }
    }

    /** The effects due now that {@code command} is used. */
    List<ModemFault.Effect> dueAt(AtCommand command) {
        boolean acts = command.form() == AtCommand.Form.SET || command.form() == AtCommand.Form.EXECUTE;
        // AT+QISEND=id,0 and AT+QIRD=id,0 only ask.
        boolean asks = (command.name().equals("+QISEND") || command.name().equals("+QIRD"))
                && command.text(1).equals("0");
        if (!acts || asks) {
            return List.of();
        }
        int use = uses.merge(command.name(), 1, Integer::sum);
        List<ModemFault.Effect> due = new ArrayList<>();
        for (ModemFault fault : byCommand) {
            if (fault.when() instanceof ModemFault.Moment.Command(var name, var nth, var times)
                    && name.equals(command.name())
                    && use >= nth
                    && use < nth + times) {
                due.add(fault.what());
            }
        }
        return due;
    }

    /** The effects due now that a socket has accepted {@code sent} bytes. */
    List<ModemFault.Effect> dueBySent(long sent) {
        return due(fault -> fault.when() instanceof ModemFault.Moment.Sent(var bytes) && sent >= bytes);
    }

    /** The effects due now that a socket has {@code received} bytes; without omitted URCs. */
    List<ModemFault.Effect> dueByReceived(long received) {
        return due(fault -> fault.when() instanceof ModemFault.Moment.Received(var bytes)
                && received >= bytes
                && !(fault.what() instanceof ModemFault.Effect.OmitReceive));
    }

    /** True if the "recv" URC that is due is one to omit. */
    boolean omitsReceive(long received) {
        return !due(fault -> fault.when() instanceof ModemFault.Moment.Received(var bytes)
                        && received >= bytes
                        && fault.what() instanceof ModemFault.Effect.OmitReceive)
                .isEmpty();
    }

    private List<ModemFault.Effect> due(Predicate<ModemFault> isDue) {
        List<ModemFault.Effect> due = new ArrayList<>();
        for (Iterator<ModemFault> i = byCount.iterator(); i.hasNext(); ) {
            ModemFault fault = i.next();
            if (isDue.test(fault)) {
                due.add(fault.what());
                i.remove();
            }
        }
        return due;
    }
}
