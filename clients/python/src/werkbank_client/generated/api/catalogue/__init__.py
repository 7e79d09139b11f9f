"""The operations of catalogue."""

from typing import Any, cast
from uuid import UUID

from ....calls import AsyncSend, Send
from ...models.contractor_page import ContractorPage
from ...models.contractor_shown import ContractorShown
from ...models.contractor_terms_body import ContractorTermsBody
from ...models.description import Description
from ...models.material_page import MaterialPage
from ...models.new_machine import NewMachine
from ...models.own_machine import OwnMachine
from ...models.own_machine_page import OwnMachinePage
from ...models.post_processing_page import PostProcessingPage
from ...models.problem import Problem
from ...models.service_page import ServicePage
from ...models.technology_page import TechnologyPage
from ...models.terms_shown import TermsShown
from ...models.tried_machine import TriedMachine
from ...models.tried_terms import TriedTerms
from ...types import UNSET, Unset
from . import (
    create_machine as _create_machine,
    delete_machine as _delete_machine,
    get_contractor as _get_contractor,
    get_machine as _get_machine,
    get_terms as _get_terms,
    list_contractors as _list_contractors,
    list_machines as _list_machines,
    list_materials as _list_materials,
    list_post_processings as _list_post_processings,
    list_services as _list_services,
    list_technologies as _list_technologies,
    put_machine as _put_machine,
    put_terms as _put_terms,
    revoke_answer_links as _revoke_answer_links,
)


class Catalogue:
    """The operations of catalogue."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def list_services(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
    ) -> ServicePage:
        """Services."""
        return self._send(
            _list_services.call(
                limit=limit,
                cursor=cursor,
                q=q,
            )
        )

    def list_materials(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        technology: None | str | Unset = UNSET,
        category: None | str | Unset = UNSET,
        ral: None | str | Unset = UNSET,
        min_tensile_strength_mpa: float | None | str | Unset = UNSET,
        min_tensile_modulus_mpa: float | None | str | Unset = UNSET,
        min_elongation_at_break_percent: float | None | str | Unset = UNSET,
        min_heat_deflection_c: float | None | str | Unset = UNSET,
        min_hardness_shore_a: float | None | str | Unset = UNSET,
        max_hardness_shore_a: float | None | str | Unset = UNSET,
    ) -> MaterialPage:
        """Materials."""
        return self._send(
            _list_materials.call(
                limit=limit,
                cursor=cursor,
                q=q,
                technology=technology,
                category=category,
                ral=ral,
                min_tensile_strength_mpa=min_tensile_strength_mpa,
                min_tensile_modulus_mpa=min_tensile_modulus_mpa,
                min_elongation_at_break_percent=min_elongation_at_break_percent,
                min_heat_deflection_c=min_heat_deflection_c,
                min_hardness_shore_a=min_hardness_shore_a,
                max_hardness_shore_a=max_hardness_shore_a,
            )
        )

    def list_contractors(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        technology: None | str | Unset = UNSET,
        material_id: None | str | Unset = UNSET,
        ral: None | str | Unset = UNSET,
        country: None | str | Unset = UNSET,
        sandbox: bool | Unset = False,
    ) -> ContractorPage:
        """Contractors.

        Who makes parts, by which technologies and of what; what it costs is in a quote.

        """
        return self._send(
            _list_contractors.call(
                limit=limit,
                cursor=cursor,
                q=q,
                technology=technology,
                material_id=material_id,
                ral=ral,
                country=country,
                sandbox=sandbox,
            )
        )

    def list_technologies(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
    ) -> TechnologyPage:
        """Technologies.

        The seven categories of ISO/ASTM 52900, with their trade names and the default limits of
        the checks, each with its source or as an assumption.

        """
        return self._send(
            _list_technologies.call(
                limit=limit,
                cursor=cursor,
                q=q,
            )
        )

    def list_post_processings(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        material_id: None | str | Unset = UNSET,
    ) -> PostProcessingPage:
        """Post-processings."""
        return self._send(
            _list_post_processings.call(
                limit=limit,
                cursor=cursor,
                q=q,
                material_id=material_id,
            )
        )

    def get_contractor(
        self,
        contractor_id: UUID,
    ) -> ContractorShown:
        """One contractor."""
        return self._send(
            _get_contractor.call(
                contractor_id=contractor_id,
            )
        )

    def get_terms(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TermsShown:
        """Terms of a contractor."""
        return self._send(
            _get_terms.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def put_terms(
        self,
        organization_id: UUID,
        *,
        body: ContractorTermsBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedTerms:
        """State the terms.

        With its first terms an organization becomes a contractor, which others can ask once an
        operator has approved it. Every change makes verifications of the catalogue before stale.

        """
        return self._send(
            _put_terms.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def list_machines(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OwnMachinePage:
        """Machines of a contractor."""
        return self._send(
            _list_machines.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    def create_machine(
        self,
        organization_id: UUID,
        *,
        body: NewMachine | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedMachine:
        """Add a machine."""
        return self._send(
            _create_machine.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def revoke_answer_links(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke links to answer by.

        No link that was mailed so far answers for the contractor any more; its requests stay, and
        are answered by whoever logs in. The same happens when its address or its channels change.

        """
        return self._send(
            _revoke_answer_links.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def get_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OwnMachine:
        """One machine."""
        return self._send(
            _get_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def put_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        body: Description | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedMachine:
        """Describe a machine anew."""
        return self._send(
            _put_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    def delete_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a machine."""
        return self._send(
            _delete_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )


class AsyncCatalogue:
    """The operations of catalogue, to be awaited."""

    def __init__(self, send: AsyncSend) -> None:
        self._send = send

    async def list_services(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
    ) -> ServicePage:
        """Services."""
        return await self._send(
            _list_services.call(
                limit=limit,
                cursor=cursor,
                q=q,
            )
        )

    async def list_materials(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        technology: None | str | Unset = UNSET,
        category: None | str | Unset = UNSET,
        ral: None | str | Unset = UNSET,
        min_tensile_strength_mpa: float | None | str | Unset = UNSET,
        min_tensile_modulus_mpa: float | None | str | Unset = UNSET,
        min_elongation_at_break_percent: float | None | str | Unset = UNSET,
        min_heat_deflection_c: float | None | str | Unset = UNSET,
        min_hardness_shore_a: float | None | str | Unset = UNSET,
        max_hardness_shore_a: float | None | str | Unset = UNSET,
    ) -> MaterialPage:
        """Materials."""
        return await self._send(
            _list_materials.call(
                limit=limit,
                cursor=cursor,
                q=q,
                technology=technology,
                category=category,
                ral=ral,
                min_tensile_strength_mpa=min_tensile_strength_mpa,
                min_tensile_modulus_mpa=min_tensile_modulus_mpa,
                min_elongation_at_break_percent=min_elongation_at_break_percent,
                min_heat_deflection_c=min_heat_deflection_c,
                min_hardness_shore_a=min_hardness_shore_a,
                max_hardness_shore_a=max_hardness_shore_a,
            )
        )

    async def list_contractors(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        technology: None | str | Unset = UNSET,
        material_id: None | str | Unset = UNSET,
        ral: None | str | Unset = UNSET,
        country: None | str | Unset = UNSET,
        sandbox: bool | Unset = False,
    ) -> ContractorPage:
        """Contractors.

        Who makes parts, by which technologies and of what; what it costs is in a quote.

        """
        return await self._send(
            _list_contractors.call(
                limit=limit,
                cursor=cursor,
                q=q,
                technology=technology,
                material_id=material_id,
                ral=ral,
                country=country,
                sandbox=sandbox,
            )
        )

    async def list_technologies(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
    ) -> TechnologyPage:
        """Technologies.

        The seven categories of ISO/ASTM 52900, with their trade names and the default limits of
        the checks, each with its source or as an assumption.

        """
        return await self._send(
            _list_technologies.call(
                limit=limit,
                cursor=cursor,
                q=q,
            )
        )

    async def list_post_processings(
        self,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
        q: None | str | Unset = UNSET,
        material_id: None | str | Unset = UNSET,
    ) -> PostProcessingPage:
        """Post-processings."""
        return await self._send(
            _list_post_processings.call(
                limit=limit,
                cursor=cursor,
                q=q,
                material_id=material_id,
            )
        )

    async def get_contractor(
        self,
        contractor_id: UUID,
    ) -> ContractorShown:
        """One contractor."""
        return await self._send(
            _get_contractor.call(
                contractor_id=contractor_id,
            )
        )

    async def get_terms(
        self,
        organization_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TermsShown:
        """Terms of a contractor."""
        return await self._send(
            _get_terms.call(
                organization_id=organization_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def put_terms(
        self,
        organization_id: UUID,
        *,
        body: ContractorTermsBody | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedTerms:
        """State the terms.

        With its first terms an organization becomes a contractor, which others can ask once an
        operator has approved it. Every change makes verifications of the catalogue before stale.

        """
        return await self._send(
            _put_terms.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def list_machines(
        self,
        organization_id: UUID,
        *,
        limit: int | Unset = 50,
        cursor: None | str | Unset = UNSET,
    ) -> OwnMachinePage:
        """Machines of a contractor."""
        return await self._send(
            _list_machines.call(
                organization_id=organization_id,
                limit=limit,
                cursor=cursor,
            )
        )

    async def create_machine(
        self,
        organization_id: UUID,
        *,
        body: NewMachine | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedMachine:
        """Add a machine."""
        return await self._send(
            _create_machine.call(
                organization_id=organization_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def revoke_answer_links(
        self,
        organization_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Revoke links to answer by.

        No link that was mailed so far answers for the contractor any more; its requests stay, and
        are answered by whoever logs in. The same happens when its address or its channels change.

        """
        return await self._send(
            _revoke_answer_links.call(
                organization_id=organization_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def get_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> OwnMachine:
        """One machine."""
        return await self._send(
            _get_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def put_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        body: Description | Unset = UNSET,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> TriedMachine:
        """Describe a machine anew."""
        return await self._send(
            _put_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                body=body,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )

    async def delete_machine(
        self,
        organization_id: UUID,
        machine_id: UUID,
        *,
        dry_run: bool | Unset = False,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
        if_none_match: str | Unset = UNSET,
    ) -> None:
        """Delete a machine."""
        return await self._send(
            _delete_machine.call(
                organization_id=organization_id,
                machine_id=machine_id,
                dry_run=dry_run,
                idempotency_key=idempotency_key,
                if_match=if_match,
                if_none_match=if_none_match,
            )
        )
