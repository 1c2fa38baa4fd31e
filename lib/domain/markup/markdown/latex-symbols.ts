const SIGNS =
  "times × cdot · div ÷ pm ± mp ∓ ast * star ⋆ approx ≈ neq ≠ ne ≠ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ lt < gt > ll ≪ gg ≫ equiv ≡ sim ~ simeq ≃ cong ≅ " +
  "propto ∝ infty ∞ sum Σ prod Π int ∫ partial ∂ nabla ∇ degree ° circ ∘ prime ′ rightarrow → to → longrightarrow → Rightarrow ⇒ implies ⇒ leftarrow ← gets ← " +
  "Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ iff ⇔ uparrow ↑ downarrow ↓ mapsto ↦ ldots … dots … cdots … in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ " +
  "forall ∀ exists ∃ emptyset ∅ angle ∠ perp ⊥ parallel ∥ therefore ∴ because ∵ checkmark ✓ euro € pounds £ yen ¥ bullet • land ∧ lor ∨ neg ¬ mid | vert | " +
  "lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ langle ⟨ rangle ⟩ " +
  "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ " +
  "upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω";

export const SYMBOLS: ReadonlyMap<string, string> = new Map(
  Array.from(SIGNS.matchAll(/(\S+) (\S+)/g), ([, name = "", sign = ""]) => [name, sign]),
);
