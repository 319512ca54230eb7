package dev.parley.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Kills a recording program at many random moments ({@code -Dbench.kills=200}) and looks at each file: all is there but a torn line. */
public final class ManyKills {
    private ManyKills() {}

    public static void main(String[] arguments) throws Exception {
        int kills = Integer.getInteger("bench.kills", 40);
        Path folder = Files.createTempDirectory("many-kills");
        Random moments = new Random();
        int torn = 0;
        for (int i = 0; i < kills; i++) {
            Path file = folder.resolve(i + ".parley");
            if (KilledWriter.isTornAfter(1 + moments.nextInt(400), moments.nextLong(3_000_000), file)) {
                torn++;
            }
            Files.delete(file);
        }
        System.out.printf("%d kills: nothing recorded was lost; %d files had a torn last line%n", kills, torn);
    }
}
