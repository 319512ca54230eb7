package dev.parley.doctor;

import dev.parley.journal.Place;
import java.util.List;

/**
 * One observation a finding rests on.
 *
 * @param text what was observed, with its numbers
 * @param places where it stands on the link; empty where it is the absence of something
 * @param nanos when, since the session began
 */
public record Evidence(String text, List<Place> places, long nanos) {
    public Evidence {
        places = List.copyOf(places);
    }
}
