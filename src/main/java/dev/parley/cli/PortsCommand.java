package dev.parley.cli;

import dev.parley.link.Ports;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parley ports}. */
@Command(name = "ports", description = "List the serial ports of this machine.")
final class PortsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Ports.Port> ports = Ports.list();
        if (ports.isEmpty()) {
            out.println("No serial ports. sim: is the built-in simulated modem; tcp://host:port reaches one over the"
                    + " network.");
        }
        for (Ports.Port port : ports) {
            out.printf(
                    "%-40s %-30s %s%n",
                    port.address(),
                    port.description(),
                    port.usb()
                            .map(usb -> "USB " + usb.ids() + " " + usb.manufacturer() + " " + usb.serial())
                            .orElse("")
                            .strip());
        }
        return ExitCode.DONE;
    }
}
