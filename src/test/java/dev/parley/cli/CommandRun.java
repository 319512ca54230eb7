package dev.parley.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a command line ended with and said, where there is no display. */
record CommandRun(int exit, String out, String err) {
    static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        DesktopStarter noDisplay = new DesktopStarter() {
            @Override
            public boolean canOpen() {
                return false;
            }

            @Override
            public void open(Optional<Path> session) {
                throw new AssertionError("there is no display");
            }
        };
        int exit = ParleyCommand.run(
                noDisplay,
                (session, snapshot, state, profile, target) -> List.of(),
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return new CommandRun(exit, out.toString(), err.toString());
    }
}
