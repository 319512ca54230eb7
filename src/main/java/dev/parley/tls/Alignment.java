package dev.parley.tls;

import java.util.ArrayList;
import java.util.List;

/** The longest common subsequence of two lists of names: which element of one stands for which of the other. */
final class Alignment {
    private Alignment() {}

    /** The pairs of indices, ascending. Takes time and memory in proportion to the product of the sizes. */
    static List<int[]> of(List<String> first, List<String> second) {
        List<int[]> pairs = new ArrayList<>();
        int n = first.size();
        int m = second.size();
        int[][] common = new int[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                common[i][j] = first.get(i).equals(second.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < n && j < m) {
            if (first.get(i).equals(second.get(j))) {
                pairs.add(new int[] {i++, j++});
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return pairs;
    }
}
