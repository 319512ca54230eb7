package dev.parley.cli;

import dev.parley.link.BaudSearch;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.Ports;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code parley ports}. */
@Command(name = "ports", description = "List the serial ports of this machine, and what is likely behind each.")
final class PortsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "one JSON object a port, a line each")
    private boolean json;

    @Option(
            names = "--find-baud",
            paramLabel = "PORT",
            description = "find the speed of the modem at PORT: says AT at each usual rate and changes nothing")
    private @Nullable String port;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (port != null) {
            return findBaud(out, port);
        }
        return list(out, Ports.list(), json);
    }

    /** That there is none is no failure: a script counts the lines of {@code --json}. */
    static int list(PrintWriter out, List<Ports.Port> ports, boolean json) {
        if (json) {
            ports.forEach(one -> out.println(JsonMapper.shared().writeValueAsString(fields(one))));
            return ExitCode.DONE;
        }
        if (ports.isEmpty()) {
            out.println("No serial ports: plug the modem in and list again. sim: is the built-in simulated modem;"
                    + " tcp://host:port reaches one over the network.");
        }
        for (Ports.Port one : ports) {
            out.println(one.address());
            List<String> words = new ArrayList<>();
            words.add(one.description());
            one.usb().ifPresent(usb -> {
                words.add("USB " + usb.ids());
                words.add(usb.manufacturer());
                words.add(usb.serial().isEmpty() ? "" : "serial number " + usb.serial());
                words.add(
                        usb.interfaceNumber().isPresent()
                                ? "interface " + usb.interfaceNumber().getAsInt()
                                : "");
            });
            words.removeIf(String::isEmpty);
            out.println("    " + String.join(", ", words));
            if (one.role() != Ports.Role.UNKNOWN) {
                out.println("    " + one.role().words());
            }
        }
        return ExitCode.DONE;
    }

    private static Map<String, Object> fields(Ports.Port one) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", one.address().toString());
        fields.put("port", one.name());
        fields.put("description", one.description());
        one.usb().ifPresent(usb -> {
            fields.put("vendorId", String.format(Locale.ROOT, "%04x", usb.vendorId()));
            fields.put("productId", String.format(Locale.ROOT, "%04x", usb.productId()));
            fields.put("manufacturer", usb.manufacturer());
            fields.put("product", usb.product());
            fields.put("serialNumber", usb.serial());
            usb.interfaceNumber().ifPresent(number -> fields.put("interface", number));
        });
        fields.put("role", one.role().name().toLowerCase(Locale.ROOT));
        return fields;
    }

    private static int findBaud(PrintWriter out, String port) {
        try {
            LinkAddress address = LinkAddress.parse(port.startsWith("serial:") ? port : "serial:" + port);
            OptionalInt found = BaudSearch.usual()
                    .search(
                            address,
                            attempt -> {
                                out.println("  " + attempt.words());
                                out.flush();
                            },
                            () -> !Thread.currentThread().isInterrupted());
            if (found.isEmpty()) {
                out.println("No rate was answered; look whether the modem is on, and whether " + address.target()
                        + " is its AT port.");
                return ExitCode.SESSION_FAILED;
            }
            out.println(address.withOption("baud", String.valueOf(found.getAsInt())));
            return ExitCode.DONE;
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }
}
