package dev.parley.sim;

import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.sim.modem.RunningModem;
import dev.parley.sim.modem.UartOptions;
import java.util.function.Consumer;

/**
 * Opens {@code sim:} addresses: each link is a simulated modem of its own, which has been on for a while.
 *
 * <p>Options of an address: {@code baud=N}, without it the line is as fast as the machine; {@code seed=N}, without it the
 * opener's.
 */
public final class SimLinks implements LinkOpener {
    private final ModemSetup setup;
    private final Routes routes;
    private final long seed;
    private final Consumer<RunningModem> opened;

    /**
     * An opener for modems of one kind.
     *
     * @param routes where the modems' connections lead
     * @param seed of everything a modem does by chance
     */
    public SimLinks(ModemSetup setup, Routes routes, long seed) {
        this(setup, routes, seed, modem -> {});
    }

    /** As the other; {@code opened} gets every modem that was started. */
    SimLinks(ModemSetup setup, Routes routes, long seed, Consumer<RunningModem> opened) {
        this.setup = setup;
        this.routes = routes;
        this.seed = seed;
        this.opened = opened;
    }

    @Override
    public Link open(LinkAddress address) throws LinkException {
        if (!address.scheme().equals("sim")) {
            throw new LinkException("'" + address + "' is no simulated modem; its address begins with sim:");
        }
        for (String option : address.options().keySet()) {
            if (!option.equals("baud") && !option.equals("seed")) {
                throw new LinkException("'" + option + "' in '" + address + "' is unknown; sim: takes baud and seed");
            }
        }
        UartOptions uart = new UartOptions((int) number(address, "baud", 0, 10_000_000));
        RunningModem modem = RunningModem.start(setup, uart, routes, number(address, "seed", seed, Long.MAX_VALUE));
        opened.accept(modem);
        return new SimLink(address, modem);
    }

    private static long number(LinkAddress address, String option, long otherwise, long most) throws LinkException {
        String text = address.option(option, String.valueOf(otherwise));
        try {
            long value = Long.parseLong(text);
            if (value <= most && (value >= 0 || value == otherwise)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new LinkException("'" + text + "' in '" + address + "' is no number for " + option, e);
        }
        throw new LinkException("'" + text + "' in '" + address + "' is no " + option + "; it is 0 to " + most);
    }
}
